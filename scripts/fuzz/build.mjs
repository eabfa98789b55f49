// Builds the fuzz targets with cargo-fuzz.
import { join } from 'node:path';
import { capture, run } from '../run/command.mjs';
import { project } from '../run/environment.mjs';
import { print } from '../run/log.mjs';
import { SetupError } from '../run/step.mjs';
import { fuzzingToolchain } from '../setup/rust/cargo-fuzz.mjs';
import { fuzzed } from './targets.mjs';

/** A release profile that builds in minutes and has line numbers. */
const profile = {
  CARGO_PROFILE_RELEASE_OPT_LEVEL: '1',
  CARGO_PROFILE_RELEASE_LTO: 'off',
  CARGO_PROFILE_RELEASE_CODEGEN_UNITS: '16',
  CARGO_PROFILE_RELEASE_DEBUG: 'line-tables-only',
};

/** Builds all targets; returns the folder of their programs and their sanitizer. */
export async function buildTargets(environment) {
  const { env, sanitizer } = await fuzzingToolchain(environment);
  Object.assign(env, profile);
  const into = fuzzed(environment, 'build');
  const args = ['fuzz', 'build', '--fuzz-dir', 'crate/fuzz', '--target-dir', into];
  args.push('--features', 'libfuzzer', '--sanitizer', sanitizer);
  print(`$ cargo ${args.join(' ')}`);
  const built = await run('cargo', args, { env, cwd: project, open: true });
  if (!built.ok)
    throw new SetupError('the fuzz targets do not build', 'see the cargo errors above.');
  const version = await capture('rustc', ['-vV'], { env, cwd: project });
  const triple = version?.match(/^host: (.+)$/m)?.[1] ?? '';
  return { programs: join(into, triple, 'release'), sanitizer };
}
