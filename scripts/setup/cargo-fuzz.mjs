// cargo-fuzz, and a toolchain that builds what libFuzzer needs.
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { cached } from '../run/cache.mjs';
import { ask, find } from '../run/command.mjs';
import { project } from '../run/environment.mjs';
import { must, step } from '../run/step.mjs';

const version = '0.13.2';

export async function setUpCargoFuzz(environment) {
  if (find('cargo-fuzz', environment.native.PATH)) return;
  const home = cached('cargo-fuzz', version);
  const bin = join(home, 'bin');
  if (!existsSync(join(bin, 'cargo-fuzz'))) {
    await step(`cargo-fuzz ${version}`, async () => {
      const args = ['install', 'cargo-fuzz', '--version', version, '--locked', '--root', home];
      const env = { ...process.env, CARGO_PROFILE_RELEASE_OPT_LEVEL: '1' };
      const advice = `run \`cargo ${args.slice(0, 5).join(' ')}\` and see what it says.`;
      await must('cargo', args, { env, advice });
      return 'built from source';
    });
  }
  environment.prepend(bin);
}

/**
 * The environment and the sanitizer for a build with coverage: nightly if rustup has it, else the
 * toolchain in use with unstable features allowed; AddressSanitizer if the toolchain has it.
 */
export async function fuzzingToolchain(environment) {
  const env = { ...environment.native };
  const installed = (await ask('rustup', ['toolchain', 'list'], { env, cwd: project })) ?? '';
  if (/^nightly-/m.test(installed)) env.RUSTUP_TOOLCHAIN = 'nightly';
  else env.RUSTC_BOOTSTRAP = '1';
  const libdir = await ask('rustc', ['--print', 'target-libdir'], { env, cwd: project });
  const libraries = libdir && existsSync(libdir) ? readdirSync(libdir) : [];
  const sanitizer = libraries.some((name) => name.includes('_rt.asan')) ? 'address' : 'none';
  return { env, sanitizer };
}
