import type { Filter, ResultKind } from '../types';
import type { RowGroupRef } from './row_group';

/**
 * The place of a result's rows: a worker's share, the unanswered ids of the snapshot, or the input.
 */
export type ResultPlace = { readonly filter: Filter } & (
  | { readonly in: 'share'; readonly worker: number; readonly kind: ResultKind }
  | { readonly in: 'unanswered' }
  | { readonly in: 'input'; readonly worker: number; readonly task: RowGroupRef }
);

/** What a pass over rows does, in the column with a number. */
export type SortPass = { readonly column: number } & (
  | { readonly find: 'sample'; readonly every: number }
  | {
      readonly find: 'part';
      /** The samples of all workers. */
      readonly samples: readonly Uint8Array[];
      /** The number of parts that the samples cut the order into. */
      readonly parts: number;
      /** The part whose rows are kept. */
      readonly keep: number;
    }
);

/** The rows of a place that a pass visits; the first has a number in the whole. */
export interface SortSegment {
  readonly place: ResultPlace;
  readonly rows: number;
  readonly firstRow: number;
}

/**
 * The outcome of a pass: a sample of keys, or the number of rows of each part and the kept rows.
 */
export interface Passed {
  readonly keys: Uint8Array;
  readonly counts: Float64Array;
  readonly streams: Uint8Array[];
}
