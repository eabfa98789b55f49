// Has the module's JavaScript refuse what is not text wherever the module expects text.
import { readText, writeText } from '../run/cache.mjs';
import { SetupError } from '../run/step.mjs';

const passText = 'function passStringToWasm0(arg, malloc, realloc) {';

/** The statement that wasm-bindgen writes for debug builds alone. */
export const textCheck =
  "if (typeof arg !== 'string') throw new TypeError('expected text, found ' + typeof arg);";

/** Adds the check to a file of wasm-bindgen. Without it the module frees memory that it never had. */
export function checkTexts(path) {
  const text = readText(path) ?? '';
  if (!text.includes(passText)) {
    const advice = 'look for the new name of `passStringToWasm0` in it, and change text_check.mjs.';
    throw new SetupError(`${path} passes text to the module in another way`, advice);
  }
  writeText(path, text.replace(passText, `${passText}\n    ${textCheck}`));
}
