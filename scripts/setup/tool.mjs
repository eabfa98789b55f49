// A tool written in Rust: on PATH, prebuilt by its authors, or built by cargo.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { cached } from '../run/cache.mjs';
import { capture, find } from '../run/command.mjs';
import { project } from '../run/environment.mjs';
import { attempt, must, step } from '../run/step.mjs';
import { unpack } from './download.mjs';

/**
 * Puts a tool on PATH. `name` is its program and `version` the required one; `crate` is its package
 * for cargo; `archive` returns the URL of a prebuilt archive and the folder inside; `programs` are
 * those it must have; `locked` is whether cargo uses the lock file in its package; `profile` are
 * settings of cargo's release profile; `optimised` are the crates that are compiled for speed.
 */
export async function setUpTool(environment, tool) {
  const { name, version, programs = [name] } = tool;
  const present = programs.every((program) => find(program));
  if (present && (await capture(name, ['--version'])) === `${name} ${version}`) return;
  const bin = cached(name, version, 'bin');
  if (!programs.every((program) => existsSync(join(bin, program)))) await install(tool, bin);
  environment.prepend(bin);
}

async function install(tool, bin) {
  const { name, version, crate = name, archive, locked = true, profile, optimised = [] } = tool;
  const home = cached(name, version);
  if (archive) {
    const download = async () => {
      const { url, folder } = archive();
      await step(`${name} ${version}, downloaded from ${url}`, () => unpack(url, bin, folder));
    };
    if (await attempt('github', download)) return;
  }
  const args = ['install', crate, '--version', version, ...(locked ? ['--locked'] : [])];
  const env = { ...process.env };
  // Tools share compiled dependencies.
  const built = join(project, 'target', 'tools');
  // Optimising more takes longer than it saves.
  const settings = { OPT_LEVEL: '0', ...profile };
  const fast = optimised.flatMap((each) => [
    '--config',
    `profile.release.package.${each}.opt-level=1`,
  ]);
  for (const [key, value] of Object.entries(settings)) env[`CARGO_PROFILE_RELEASE_${key}`] = value;
  const advice = `run \`cargo ${args.join(' ')}\`, correct what it reports, then run this command again.`;
  await step(
    `${name} ${version}, built by \`cargo install\`, which takes some minutes`,
    async () => {
      const folders = ['--root', home, '--target-dir', built];
      await must('cargo', [...args, ...fast, ...folders], { env, cwd: project, advice });
    },
  );
}
