import type { Store } from '../storage';

/** Returns what was kept under a name, from JSON; undefined if there is none or it can't be read. */
export function readKept(store: Store, name: string): unknown {
  try {
    const text = store.getItem(name);
    return text ? JSON.parse(text) : undefined;
  } catch {
    return undefined;
  }
}

/** Keeps a value. Where the browser refuses it, nothing is kept. */
export function keep(store: Store, name: string, value: unknown): void {
  try {
    store.setItem(name, JSON.stringify(value));
  } catch {
    // Full, or refused; the page works without.
  }
}
