import { DaytallyError, pageCodes } from '../errors';

/** The smallest module: its magic bytes and version. */
const empty = Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0);

/** Returns why this page or worker cannot compile WebAssembly; undefined if it can. */
export function noWasm(): DaytallyError | undefined {
  if (typeof WebAssembly !== 'object') {
    return notLoaded(
      'This browser has no WebAssembly, which Daytally needs. If Lockdown Mode is on, turn it off ' +
        'for this website (in Safari: Website Settings, Lockdown Mode). Otherwise update the ' +
        'browser, or use the command line.',
    );
  }
  try {
    new WebAssembly.Module(empty);
    return undefined;
  } catch (thrown) {
    return notLoaded(
      "The Content-Security-Policy of the page or of the worker's script does not allow WebAssembly; " +
        `found ${(thrown as Error).message.replace(/\.$/, '')}. Add 'wasm-unsafe-eval' to its script-src.`,
    );
  }
}

function notLoaded(message: string): DaytallyError {
  return new DaytallyError(pageCodes.notLoaded, message);
}
