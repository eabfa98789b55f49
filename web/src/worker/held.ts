/** A WebAssembly object that one call creates and the next ones use. */
export interface Held<T> {
  get(): T;
  /** Frees the previous object. */
  set(value: T): void;
}

/** Returns a place for an object that the call `maker` creates. */
export function held<T extends { free(): void }>(maker: string): Held<T> {
  let value: T | undefined;
  return {
    get() {
      if (!value) throw new Error(`${maker} must be called first`);
      return value;
    },
    set(next) {
      value?.free();
      value = next;
    },
  };
}
