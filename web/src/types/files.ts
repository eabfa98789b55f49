/** A file of the user's machine, and the path that its user sees, with `/` between folders. */
export interface LocalFile {
  readonly path: string;
  readonly blob: Blob;
}

/** A file of an http(s) address, and the path that its user sees: never the address's query. */
export interface AddressFile {
  readonly path: string;
  readonly url: string;
  /** What it was when it was first read; it must stay so. */
  readonly version?: FileVersion;
}

/** What tells one content of an address from the next, as far as its host says. */
export interface FileVersion {
  readonly byteLength: number;
  readonly etag?: string;
  readonly lastModified?: string;
}

/** A file to read. */
export type InputFile = LocalFile | AddressFile;

/** What a user entered as addresses, one per line: those that can be read, and what else is wrong. */
export interface AddressCheck {
  /** Without repetitions; of use only when there are no problems. */
  readonly urls: readonly string[];
  /** A sentence for each wrong line; lines are counted from 1. */
  readonly problems: readonly { readonly line: number; readonly message: string }[];
}

/** A file of a chosen folder that isn't read, with a clause that says why. */
export interface IgnoredFile {
  readonly path: string;
  readonly reason: string;
}

/** What a drop or a picker gave. */
export interface Selection {
  readonly files: readonly InputFile[];
  readonly ignored: readonly IgnoredFile[];
}
