/** Stands in for writing all bytes: returns how many were written, or throws. */
export type Writing = (requested: number) => number;

/** A private file of the page, as a worker has it. */
export class FakeAccess {
  bytes = new Uint8Array();
  writing: Writing = (requested) => requested;
  truncating = true;

  getSize(): number {
    return this.bytes.length;
  }

  read(into: Uint8Array, { at }: { at: number }): number {
    const part = this.bytes.subarray(at, at + into.length);
    into.set(part);
    return part.length;
  }

  write(from: Uint8Array, { at }: { at: number }): number {
    const returned = this.writing(from.length);
    const taken = Math.min(returned, from.length);
    if (returned > from.length) return returned;
    const next = new Uint8Array(Math.max(this.bytes.length, at + taken));
    next.set(this.bytes);
    next.set(from.subarray(0, taken), at);
    this.bytes = next;
    return returned;
  }

  truncate(bytes: number): void {
    if (!this.truncating) throw new DOMException('refused', 'InvalidStateError');
    this.bytes = this.bytes.slice(0, bytes);
  }

  flush(): void {}

  close(): void {}

  get text(): string {
    return new TextDecoder().decode(this.bytes);
  }
}

/** Returns a private file system in which every name is the same file. */
export function fakeStorage(access: FakeAccess): object {
  const file = { createSyncAccessHandle: async () => access };
  const folder = {
    getDirectoryHandle: async () => folder,
    getFileHandle: async () => file,
  };
  return { storage: { getDirectory: async () => folder } };
}
