const pageBytes = 65_536;

/** The memory of a worker's WebAssembly. */
export class ModuleMemory {
  #memory: WebAssembly.Memory | undefined;

  set(memory: WebAssembly.Memory): void {
    this.#memory = memory;
  }

  /** Bytes that it has grown to; 0 before there is a module. */
  get bytes(): number {
    return this.#memory?.buffer.byteLength ?? 0;
  }

  /**
   * Whether it cannot grow by half, which is the minimum by which a full one grows. Read it only
   * after the module has stopped, because it grows the memory.
   */
  get exhausted(): boolean {
    try {
      this.#memory?.grow(Math.ceil(this.bytes / 2 / pageBytes));
      return false;
    } catch {
      return true;
    }
  }
}
