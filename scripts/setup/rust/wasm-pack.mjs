// wasm-pack, which runs the crate's tests in a browser.
import { target } from '../download.mjs';
import { setUpTool } from '../tool.mjs';

const version = '0.15.1';
const releases = 'https://github.com/wasm-bindgen/wasm-pack/releases/download';

export async function setUpWasmPack(environment) {
  const archive = () => {
    const folder = `wasm-pack-v${version}-${target()}`;
    return { url: `${releases}/v${version}/${folder}.tar.gz`, folder };
  };
  await setUpTool(environment, { name: 'wasm-pack', version, archive });
}
