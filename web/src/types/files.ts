import type { Selected } from '../generated/daytally.js';

/** A file of the user's machine, and the path that its user sees, with `/` between folders. */
export interface LocalFile {
  readonly path: string;
  readonly blob: Blob;
  /**
   * Whether it was found in a chosen folder, whose name begins `path`: names then decide whether it
   * counts.
   */
  readonly inFolder?: boolean;
}

/**
 * The access to a bucket. It is kept only in memory, and signs each request when it is sent.
 * Without a secret, only public data can be read.
 */
export interface StoreAccess {
  /** The id of the access key. */
  readonly id?: string;
  /** The secret access key; for Azure, a shared access signature. */
  readonly secret?: string;
  /** The token of a session, which makes the key a temporary one. */
  readonly session?: string;
  /** The bucket's region; if absent, the one that the store names. */
  readonly region?: string;
  /** The URL of a store that is not Amazon's, Google's or Microsoft's own. */
  readonly endpoint?: string;
  /** The URL of the bucket, of a file in it; set when it is opened. */
  readonly bucket?: string;
}

/**
 * A file of an http(s) URL, and the path that its user sees: never the URL's query. When it is
 * opened, a folder's URL becomes its files, and so does that of a bucket, such as `s3://b/views`.
 */
export interface UrlFile {
  readonly path: string;
  readonly url: string;
  /** As in a `LocalFile`. */
  readonly inFolder?: boolean;
  /** For a bucket. */
  readonly access?: StoreAccess;
  /** Its version when it was first read; it must stay the same. */
  readonly version?: FileVersion;
}

/** The version of a URL's content, as far as its host shows it. */
export interface FileVersion {
  readonly byteLength: number;
  readonly etag?: string;
  readonly lastModified?: string;
}

/** A file to read. */
export type InputFile = (LocalFile | UrlFile) & {
  /** Its part in its table; set when a table is opened. */
  readonly table?: TablePart;
};

/** What the log of a table states about one of its files. */
export interface TablePart {
  /** What all of its files share: the columns, as the module of tables writes them. */
  readonly of: { readonly columns: string };
  readonly bytes: number;
  /** The values of the partition columns, as the module of tables writes them. */
  readonly values: string;
  /** How many rows are deleted. */
  readonly deleted: number;
  /** The deletion vector, as the module of tables writes it. */
  readonly vector?: string;
  /** The file with the vector; absent if the log has it. */
  readonly vectorFile?: InputFile;
  /** The rows that delete files delete, as the module of tables writes them, and the last one. */
  readonly rows?: Uint8Array;
  readonly lastDeleted?: number;
}

/** A user's URLs, one per line: those that can be read, and what is wrong with others. */
export interface UrlCheck {
  /** Only valid if there are no problems. */
  readonly urls: readonly string[];
  /** A sentence for each wrong line; lines are counted from 1. */
  readonly problems: readonly { readonly line: number; readonly message: string }[];
}

/** A file or folder that is not read, with a clause that states why. */
export interface IgnoredFile {
  readonly path: string;
  readonly reason: string;
}

/** A version of a table that can be read. */
export interface TableVersion {
  /** Its number; the id of an Iceberg snapshot as text. */
  readonly version: number | string;
  /**
   * When it was committed, as YYYY-MM-DDTHH:MM:SSZ: only for the newest 500, if the commit exists
   * and states it.
   */
  readonly committed?: string;
  /** Present if there is no newer version; for Iceberg, on the current snapshot. */
  readonly isNewest?: boolean;
}

/** The files that count if some are in a table's folder. */
export interface SelectedTables extends Selected {
  readonly read: readonly InputFile[];
  /** The versions that can be read of the only table, the oldest first. */
  readonly versions: readonly TableVersion[];
}

/**
 * The selection of a drop or a picker; which of the files count is decided when they are opened.
 */
export interface Selection {
  readonly files: readonly InputFile[];
  /** What cannot be opened. */
  readonly ignored: readonly IgnoredFile[];
  /** Folders that were not walked, as paths that end in `/`. */
  readonly folders?: readonly string[];
}

/** What a scan read from its files, without footers. */
export interface Reads {
  readonly bytes: number;
  readonly requests: number;
}
