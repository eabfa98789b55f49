// Makes the module's JavaScript reject values that are not strings where the module expects text.
import { readText, writeText } from '../run/cache.mjs';
import { SetupError } from '../run/step.mjs';

const passText = 'function passStringToWasm0(arg, malloc, realloc) {';

/** A check that wasm-bindgen writes only for debug builds. */
export const textCheck =
  "if (typeof arg !== 'string') throw new TypeError('expected text, found ' + typeof arg);";

/** Adds the check to a file of wasm-bindgen; without it, the module frees memory it never had. */
export function checkTexts(path) {
  const text = readText(path) ?? '';
  if (!text.includes(passText)) {
    const advice = 'look for the new name of `passStringToWasm0` in it, and change text_check.mjs.';
    throw new SetupError(`${path} passes text to the module in another way`, advice);
  }
  writeText(path, text.replace(passText, `${passText}\n    ${textCheck}`));
}
