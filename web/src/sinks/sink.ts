/** A file that is being written. */
export interface Sink {
  /** Appends bytes, which are the sink's from then on. */
  write(bytes: Uint8Array<ArrayBuffer>): Promise<void>;
  /** Ends the file and gives it to the user. */
  close(): Promise<void>;
  /** Throws away what was written. */
  abort(): Promise<void>;
}
