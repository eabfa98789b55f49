// The check `fuzz`: every target is built without coverage, and run over its seeds once.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../run/command.mjs';
import { project } from '../run/environment.mjs';
import { limits } from './run.mjs';
import { writeSeeds } from './seeds.mjs';
import { fuzzed, targets } from './targets.mjs';

/** So many paths are no command that is too long. */
const most = 200;

/** Builds the targets without coverage, which takes much less time, and throws for a finding. */
export async function checkFuzzing(environment) {
  const { native: env } = environment;
  // A folder of its own: the library's file has no hash in its name, since it is a cdylib too, and
  // would be written over the tests' one, whose dependencies have other features.
  const into = fuzzed(environment, 'check');
  const args = ['build', '--manifest-path', 'crate/fuzz/Cargo.toml', '--bins'];
  console.log(`$ cargo ${args.join(' ')}`);
  const built = await run('cargo', [...args, '--target-dir', into], {
    env: { ...env, RUSTFLAGS: '--cfg fuzzing' },
    cwd: project,
    open: true,
  });
  if (!built.ok) throw new Error('the fuzz targets do not build');
  const folder = writeSeeds(environment);
  for (const target of targets.keys()) {
    const seeds = readdirSync(join(folder, target)).map((name) => join(folder, target, name));
    if (seeds.length === 0) throw new Error(`the fuzz target ${target} has no seeds`);
    for (let at = 0; at < seeds.length; at += most) {
      const some = seeds.slice(at, at + most);
      const ended = await run(join(into, 'debug', target), [...limits, ...some], { env });
      if (ended.ok) continue;
      console.log(ended.output.trimEnd().split('\n').slice(-40).join('\n'));
      throw new Error(`the fuzz target ${target} found something in its seeds`);
    }
    console.log(`${target}: ${seeds.length} seeds`);
  }
}
