// Builds the fuzz targets with cargo-fuzz.
import { join } from 'node:path';
import { ask, run } from '../run/command.mjs';
import { project } from '../run/environment.mjs';
import { SetupError } from '../run/step.mjs';
import { fuzzingToolchain } from '../setup/cargo-fuzz.mjs';
import { fuzzed } from './targets.mjs';

/** Builds all targets; gives the folder of their programs, and the sanitizer that is in them. */
export async function buildTargets(environment) {
  const { env, sanitizer } = await fuzzingToolchain(environment);
  const into = fuzzed(environment, 'build');
  const args = ['fuzz', 'build', '--fuzz-dir', 'crate/fuzz', '--target-dir', into];
  args.push('--sanitizer', sanitizer);
  console.log(`$ cargo ${args.join(' ')}`);
  const built = await run('cargo', args, { env, cwd: project, open: true });
  if (!built.ok)
    throw new SetupError('the fuzz targets do not build', 'see what cargo says above.');
  const told = await ask('rustc', ['-vV'], { env, cwd: project });
  const triple = told?.match(/^host: (.+)$/m)?.[1] ?? '';
  return { programs: join(into, triple, 'release'), sanitizer };
}
