import type { Filter, ResultKind } from '../types';
import type { Place } from './calls';

/** Where rows of a result are: a worker's share, the snapshot's leavings, or the input. */
export type ResultPlace = { readonly filter: Filter } & (
  | { readonly in: 'share'; readonly worker: number; readonly kind: ResultKind }
  | { readonly in: 'unanswered' }
  | { readonly in: 'input'; readonly worker: number; readonly task: Place }
);

/** What a pass over rows looks for, in the column of a number. */
export type SortPass = { readonly column: number } & (
  | { readonly find: 'sample'; readonly every: number }
  | {
      readonly find: 'part';
      /** What the samples of all workers found. */
      readonly samples: readonly Uint8Array[];
      /** Parts that the samples cut the order into. */
      readonly parts: number;
      /** The part whose rows are kept. */
      readonly keep: number;
    }
);

/** Rows of a place that a pass goes over, the first of which has a number in the whole. */
export interface SortSegment {
  readonly place: ResultPlace;
  readonly rows: number;
  readonly firstRow: number;
}

/** What a pass found: a sample of keys, or the rows of each part and those that were kept. */
export interface Passed {
  readonly keys: Uint8Array;
  readonly counts: Float64Array;
  readonly streams: Uint8Array[];
}
