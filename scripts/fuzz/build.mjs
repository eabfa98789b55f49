// Builds the fuzz targets with cargo-fuzz.
import { join } from 'node:path';
import { ask, run } from '../run/command.mjs';
import { project } from '../run/environment.mjs';
import { print } from '../run/log.mjs';
import { SetupError } from '../run/step.mjs';
import { fuzzingToolchain } from '../setup/rust/cargo-fuzz.mjs';
import { fuzzed } from './targets.mjs';

/** A release that is built in minutes and names lines. */
const profile = {
  CARGO_PROFILE_RELEASE_OPT_LEVEL: '1',
  CARGO_PROFILE_RELEASE_LTO: 'off',
  CARGO_PROFILE_RELEASE_CODEGEN_UNITS: '16',
  CARGO_PROFILE_RELEASE_DEBUG: 'line-tables-only',
};

/** Builds all targets; gives the folder of their programs, and the sanitizer that is in them. */
export async function buildTargets(environment) {
  const { env, sanitizer } = await fuzzingToolchain(environment);
  Object.assign(env, profile);
  const into = fuzzed(environment, 'build');
  const args = ['fuzz', 'build', '--fuzz-dir', 'crate/fuzz', '--target-dir', into];
  args.push('--features', 'libfuzzer', '--sanitizer', sanitizer);
  print(`$ cargo ${args.join(' ')}`);
  const built = await run('cargo', args, { env, cwd: project, open: true });
  if (!built.ok)
    throw new SetupError('the fuzz targets do not build', 'see what cargo says above.');
  const version = await ask('rustc', ['-vV'], { env, cwd: project });
  const triple = version?.match(/^host: (.+)$/m)?.[1] ?? '';
  return { programs: join(into, triple, 'release'), sanitizer };
}
