/** A file of the user's machine, and the path that its user sees, with `/` between folders. */
export interface LocalFile {
  readonly path: string;
  readonly blob: Blob;
  /** Whether it was found in a chosen folder, whose name begins `path`: names decide then whether it counts. */
  readonly inFolder?: boolean;
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
  /** Of use only when there are no problems. */
  readonly urls: readonly string[];
  /** A sentence for each wrong line; lines are counted from 1. */
  readonly problems: readonly { readonly line: number; readonly message: string }[];
}

/** A file or folder that is not read, with a clause that says why. */
export interface IgnoredFile {
  readonly path: string;
  readonly reason: string;
}

/** What a drop or a picker gave; which of the files count is decided when they are opened. */
export interface Selection {
  readonly files: readonly InputFile[];
  /** What cannot be opened. */
  readonly ignored: readonly IgnoredFile[];
  /** Folders that were not walked, as paths that end in `/`. */
  readonly folders?: readonly string[];
}
