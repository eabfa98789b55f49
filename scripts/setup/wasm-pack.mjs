// wasm-pack, which runs the crate's tests in a browser.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { cached } from '../run/cache.mjs';
import { ask } from '../run/command.mjs';
import { attempt, must, step } from '../run/step.mjs';
import { target, unpack } from './download.mjs';

const version = '0.15.1';
const releases = 'https://github.com/wasm-bindgen/wasm-pack/releases/download';

export async function setUpWasmPack(environment) {
  if ((await ask('wasm-pack', ['--version'])) === `wasm-pack ${version}`) return;
  const home = cached('wasm-pack', version);
  const bin = join(home, 'bin');
  if (!existsSync(join(bin, 'wasm-pack'))) {
    await step(`wasm-pack ${version}`, async () => {
      if (await attempt('github', () => download(bin))) return 'prebuilt';
      return await build(home);
    });
  }
  environment.prepend(bin);
}

async function download(bin) {
  const name = `wasm-pack-v${version}-${target()}`;
  await unpack(`${releases}/v${version}/${name}.tar.gz`, bin, name);
}

async function build(home) {
  const args = ['install', 'wasm-pack', '--version', version, '--locked', '--root', home];
  const env = { ...process.env, CARGO_PROFILE_RELEASE_OPT_LEVEL: '1' };
  const advice = `run \`cargo ${args.slice(0, 5).join(' ')}\` and see what it says.`;
  await must('cargo', args, { env, advice });
  return 'built from source';
}
