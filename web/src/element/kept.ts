/** A place of the browser's own for a few settings; never for data. */
export type Store = Pick<Storage, 'getItem' | 'setItem'>;

/** The page's own place; undefined where the browser refuses one, as in some frames. */
export function ownStore(): Store | undefined {
  try {
    return localStorage;
  } catch {
    return undefined;
  }
}

/** What was kept under a name, as JSON; undefined when there is none or it can't be read. */
export function readKept(store: Store | undefined, name: string): unknown {
  try {
    const text = store?.getItem(name);
    return text ? JSON.parse(text) : undefined;
  } catch {
    return undefined;
  }
}

/** Keeps a value; where that is refused it isn't kept, and nothing else happens. */
export function keep(store: Store | undefined, name: string, value: unknown): void {
  try {
    store?.setItem(name, JSON.stringify(value));
  } catch {
    // Full, or refused; the page works without.
  }
}
