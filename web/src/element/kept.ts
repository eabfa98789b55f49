import type { Store } from '../browser/storage';

/** Returns a stored value, from JSON; undefined if it is missing or unreadable. */
export function readKept(store: Store, name: string): unknown {
  try {
    const text = store.getItem(name);
    return text ? JSON.parse(text) : undefined;
  } catch {
    return undefined;
  }
}

/** Stores a value. If the browser refuses, nothing is stored. */
export function keep(store: Store, name: string, value: unknown): void {
  try {
    store.setItem(name, JSON.stringify(value));
  } catch {
    // Full, or refused; the page works without.
  }
}
