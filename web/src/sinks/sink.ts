/** A file that is being written. */
export interface Sink {
  /** Appends bytes, which the sink owns from then on. */
  write(bytes: Uint8Array<ArrayBuffer>): Promise<void>;
  /** Ends the file and hands it to the user. */
  close(): Promise<void>;
  /** Discards what was written. */
  abort(): Promise<void>;
}
