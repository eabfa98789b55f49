// cargo-deny, which judges the crates that are built.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { cached } from '../run/cache.mjs';
import { ask } from '../run/command.mjs';
import { attempt, must, step } from '../run/step.mjs';
import { target, unpack } from './download.mjs';

const version = '0.20.2';
const releases = 'https://github.com/EmbarkStudios/cargo-deny/releases/download';

export async function setUpCargoDeny(environment) {
  if ((await ask('cargo-deny', ['--version'])) === `cargo-deny ${version}`) return;
  const home = cached('cargo-deny', version);
  const bin = join(home, 'bin');
  if (!existsSync(join(bin, 'cargo-deny'))) {
    await step(`cargo-deny ${version}`, async () => {
      if (await attempt('github', () => download(bin))) return 'prebuilt';
      return await build(home);
    });
  }
  environment.prepend(bin);
}

async function download(bin) {
  const name = `cargo-deny-${version}-${target()}`;
  await unpack(`${releases}/${version}/${name}.tar.gz`, bin, name);
}

async function build(home) {
  const args = ['install', 'cargo-deny', '--version', version, '--locked', '--root', home];
  // It has a second's work to do.
  const env = {
    ...process.env,
    CARGO_PROFILE_RELEASE_OPT_LEVEL: '0',
    CARGO_PROFILE_RELEASE_LTO: 'off',
  };
  const advice = `run \`cargo ${args.slice(0, 5).join(' ')}\` and see what it says.`;
  await must('cargo', args, { env, advice });
  return 'built from source';
}
