const pageBytes = 65_536;

/** The memory of a worker's WebAssembly. */
export class ModuleMemory {
  #memory: WebAssembly.Memory | undefined;

  set(memory: WebAssembly.Memory): void {
    this.#memory = memory;
  }

  /** Bytes that it has grown to; 0 before there is one. */
  get bytes(): number {
    return this.#memory?.buffer.byteLength ?? 0;
  }

  /**
   * Whether there is no room to grow by half, as what is full grows at least. To be asked of a module
   * that has stopped: it takes what there is.
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
