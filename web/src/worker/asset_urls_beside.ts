/**
 * The URLs of the worker's script and the modules in the npm package: beside the script that this is
 * built into. Its build uses this file in place of `asset_urls.ts`.
 *
 * Bundlers know this form of a URL, and emit the file that it names.
 */
export const assetUrls = {
  get worker(): string {
    return new URL('./worker.js', import.meta.url).href;
  },
  get wasm(): string {
    return new URL('./daytally.wasm', import.meta.url).href;
  },
  get tables(): string {
    return new URL('./daytally-tables.wasm', import.meta.url).href;
  },
  get stores(): string {
    return new URL('./daytally-stores.wasm', import.meta.url).href;
  },
};
