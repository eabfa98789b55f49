/** A file as the fake engine reads it: JSON in place of Parquet. */
export interface FakeFile {
  /** Rows of each row group. */
  readonly groups: readonly number[];
  /** A row group that is corrupt, or at which WebAssembly traps. */
  readonly corrupt?: number;
  readonly trap?: number;
  /** Milliseconds that folding 64k rows takes. */
  readonly slow?: number;
  readonly columns?: readonly string[];
}

/** A File that the fake engine can read. */
export function fakeFile(name: string, content: FakeFile): File {
  return new File([JSON.stringify(content)], name);
}

/** Returns what the engine throws. */
export function failure(code: string, message: string, location = {}) {
  return { code, message, location };
}

export function toBytes(value: unknown): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(value));
}

export function fromBytes<T>(bytes: Uint8Array): T {
  return JSON.parse(new TextDecoder().decode(bytes)) as T;
}
