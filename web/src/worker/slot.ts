/** A WebAssembly object that one call creates and the next ones use. */
export interface Slot<T> {
  get(): T;
  /** Frees the previous object. */
  set(value: T): void;
}

/** Returns a slot for an object that the call `maker` creates. */
export function slot<T extends { free(): void }>(maker: string): Slot<T> {
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
