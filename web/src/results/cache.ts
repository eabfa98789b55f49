/** Caches the values that were requested last. A value that cannot be made is not cached. */
export class Cache<Key, Value> {
  readonly #kept = new Map<Key, Promise<Value>>();
  readonly #size: number;

  constructor(size: number) {
    this.#size = size;
  }

  has(key: Key): boolean {
    return this.#kept.has(key);
  }

  /** Returns the value of a key; makes it if it is not cached. */
  get(key: Key, make: () => Promise<Value>): Promise<Value> {
    const known = this.#kept.get(key);
    const value = known ?? make();
    // Put last, as the latest; the first of the map is evicted.
    this.#kept.delete(key);
    this.#kept.set(key, value);
    if (known) return known;
    value.catch(() => {
      if (this.#kept.get(key) === value) this.#kept.delete(key);
    });
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > this.#size && oldest !== undefined) this.#kept.delete(oldest);
    return value;
  }
}
