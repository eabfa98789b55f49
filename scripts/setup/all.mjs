// Sets up and builds what the page needs.
import { buildPage } from '../build/page.mjs';
import { buildWasm, published } from '../build/wasm.mjs';
import { Environment } from '../run/environment.mjs';
import { setUpNpm } from './npm.mjs';
import { setUpClang, setUpToolchain } from './rust/toolchain.mjs';
import { setUpWasmBindgen } from './rust/wasm-bindgen.mjs';

/** Builds the WebAssembly modules with a profile, and the page unless `page` is false. */
export async function prepare({ page = true, profile = published } = {}) {
  const environment = new Environment();
  await setUpNpm(environment);
  await setUpToolchain(environment);
  await setUpClang(environment);
  await setUpWasmBindgen(environment);
  await buildWasm(environment, profile);
  if (page) await buildPage(environment);
  return environment;
}
