/** An object of WebAssembly that one call makes and the next ones use. */
export interface Held<T> {
  get(): T;
  /** Frees the object before. */
  set(value: T): void;
}

/** A place for an object that the call `maker` makes. */
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
