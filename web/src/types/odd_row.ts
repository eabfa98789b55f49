import type { Cell, OddRows } from '../types';

/** Which odd rows of which row group; `unreadable` or else null, or uploaded after its day. */
export interface OddPlace extends Pick<OddRows, 'file' | 'rowGroup' | 'role'> {
  readonly unreadable: boolean;
}

/** An odd row of a file. */
export interface OddRow {
  /** Its number in its file, from 0. */
  readonly row: number;
  /** Channel, video, upload day, day and count; null for what is null or was not read. */
  readonly cells: readonly Cell[];
  /** The value that could not be read, as it stands in the file and shortened; else empty. */
  readonly value: string;
}
