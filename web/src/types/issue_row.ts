import type { Cell, RowIssues } from './index';

/** Rows with an issue in a row group: `unreadable`, or else null, or before their upload day. */
export interface IssuePlace extends Pick<RowIssues, 'file' | 'rowGroup' | 'role'> {
  readonly unreadable: boolean;
}

/** A row with an issue of a file. */
export interface IssueRow {
  /** Its number in its file, from 0. */
  readonly row: number;
  /** Channel, video, upload day, day and count; null for a null or a column that was not read. */
  readonly cells: readonly Cell[];
  /** The value that could not be read, as it is in the file and shortened, or an empty text. */
  readonly value: string;
}
