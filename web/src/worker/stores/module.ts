import { DaytallyError, pageCodes } from '../../errors';
import { initSync, Pages, Place } from '../../generated/daytally_stores.js';
import type { StoreAccess, UrlFile } from '../../types';

/** The part of the module of stores that the worker uses, by name as in `worker/module.ts`. */
export const stores = { Pages, Place };

let loading: Promise<void> | undefined;

/** Loads the module of stores, once. Rejects with a DaytallyError. */
export function loadStores(url: string): Promise<void> {
  loading ??= load(url).catch((error: Error) => {
    loading = undefined;
    const message = `Daytally's module of stores was expected at ${url}, but it could not be loaded (${error.message}). It must lie beside daytally.wasm.`;
    throw new DaytallyError(pageCodes.notLoaded, message);
  });
  return loading;
}

async function load(url: string): Promise<void> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`the server answered ${response.status}`);
  initSync({ module: await WebAssembly.compile(await response.arrayBuffer()) });
}

/** Returns the place of a URL; free it. Throws a DaytallyError that does not show its query. */
export function placeOf(url: string, access: StoreAccess = {}): Place {
  const { id, secret, session, region, endpoint } = access;
  try {
    return new stores.Place(url, id, secret, session, region, endpoint);
  } catch (thrown) {
    throw unread(shownOf(url), thrown);
  }
}

/** Returns the place of a file's bucket; free it. */
export function bucketOf({ access }: UrlFile): Place {
  return placeOf(access?.bucket ?? '', access);
}

/** Returns the time for signatures, in seconds. */
export function seconds(): number {
  return Date.now() / 1000;
}

/** Returns the error of a place or a file, from one of the module, whose message is a clause. */
export function unread(path: string, thrown: unknown): DaytallyError {
  const { code, message } = DaytallyError.from(thrown);
  return new DaytallyError(code, `${path} cannot be read: ${sentence(message)}`, { file: path });
}

export function sentence(clause: string): string {
  return clause.endsWith('.') ? clause : `${clause}.`;
}

function shownOf(url: string): string {
  return /^https?:/.test(url) ? url.replace(/[?#].*$/s, '') : url;
}
