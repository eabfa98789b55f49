// cargo-fuzz, and a toolchain that builds for libFuzzer.
import { existsSync, readdirSync } from 'node:fs';
import { capture, find } from '../../run/command.mjs';
import { project } from '../../run/environment.mjs';
import { setUpTool } from '../tool.mjs';

export async function setUpCargoFuzz(environment) {
  if (find('cargo-fuzz', environment.native.PATH)) return;
  await setUpTool(environment, { name: 'cargo-fuzz', version: '0.13.2' });
}

/**
 * Returns the environment and the sanitizer for a build with coverage: nightly if rustup has it,
 * else the current toolchain with unstable features; AddressSanitizer if the toolchain has it.
 */
export async function fuzzingToolchain(environment) {
  const env = { ...environment.native };
  const installed = (await capture('rustup', ['toolchain', 'list'], { env, cwd: project })) ?? '';
  if (/^nightly-/m.test(installed)) env.RUSTUP_TOOLCHAIN = 'nightly';
  else env.RUSTC_BOOTSTRAP = '1';
  const libdir = await capture('rustc', ['--print', 'target-libdir'], { env, cwd: project });
  const libraries = libdir && existsSync(libdir) ? readdirSync(libdir) : [];
  const sanitizer = libraries.some((name) => name.includes('_rt.asan')) ? 'address' : 'none';
  return { env, sanitizer };
}
