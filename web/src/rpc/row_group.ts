import type { Task } from '../types';

/** The position of a row group: a file's number and the row group's number in it. */
export type RowGroupRef = Pick<Task, 'file' | 'rowGroup'>;
