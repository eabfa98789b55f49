import type { ResultKind, Sort } from '../../types';
import type { Tab } from '../results/tab';

/** Rows behind a conclusion: a tab, the result in it, and what filters it. */
export interface Place {
  readonly tab: Tab;
  readonly kind?: ResultKind;
  /** The id in the filter: a part of a channel’s or a video’s. */
  readonly id?: string;
  /** The first and last day of the filter, `YYYY-MM-DD`, inclusive. */
  readonly first?: string;
  readonly last?: string;
  /** The order of the rows; undefined: as they were ordered before. */
  readonly sort?: Sort;
  /** The part of the overview. */
  readonly part?: 'outages';
}
