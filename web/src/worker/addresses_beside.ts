/**
 * Where the npm package has the worker's script and the module: beside the script that this is
 * built into. Its build puts this file in the place of `addresses.ts`.
 *
 * Bundlers know this form of an address, and emit the file that it names.
 */
export const ownAddresses = {
  get worker(): string {
    return new URL('./worker.js', import.meta.url).href;
  },
  get wasm(): string {
    return new URL('./daytally.wasm', import.meta.url).href;
  },
};
