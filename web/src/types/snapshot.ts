import type { FetchProgress, ServiceOptions } from '../generated/daytally.js';

export type { Cost, FetchProgress, ServiceOptions } from '../generated/daytally.js';

/** Ids and the views of each; an omitted one is unanswered. Views beyond 2^53 are bigints. */
export type Answers = readonly (readonly [id: string, views: number | bigint])[];

/**
 * A function of the page that returns the counts; `signal` is aborted when they are no longer
 * wanted.
 */
export type FetchViews = (
  ids: readonly string[],
  context: { readonly signal: AbortSignal },
) => Promise<Answers>;

/** Options of a provider that is a function; the function itself is `fetchViews`. */
export interface CallbackProvider extends Omit<ServiceOptions, 'provider' | 'key' | 'headers'> {
  readonly provider: 'callback';
  readonly fetchViews: FetchViews;
}

/** A provider that is called from the page: over HTTP, or as a function. */
export type FetchProvider = ServiceOptions | CallbackProvider;

/** The provider of the snapshot's counts. `none`: none is chosen, and there is no snapshot. */
export type Provider = 'simulator' | 'none' | FetchProvider;

/** Whether to resume from an existing ledger. */
export type LedgerUse = 'resume' | 'restart';

/** What is known of a ledger. */
export interface LedgerAbout {
  /** The day of its snapshot, `YYYY-MM-DD`: the one on which its job began. */
  readonly runDate: string;
  /** The number of ids in it. */
  readonly known: number;
  readonly bytes: number;
}

/** The stage of a fetch job; times are milliseconds since 1970. */
export type FetchingStage =
  | { readonly kind: 'fetching' }
  /** Failed calls are retried from then on. */
  | { readonly kind: 'waiting'; readonly until: number }
  /** The day's quota is used up. */
  | { readonly kind: 'quota'; readonly until: number }
  /**
   * Nothing is fetched until the user fixes something. `unkept`: answers wait for room on the disk,
   * and resuming writes them.
   */
  | { readonly kind: 'stopped'; readonly reason: string; readonly unkept?: boolean }
  | { readonly kind: 'paused' }
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'done' };

/** The progress of a fetch job. */
export interface Fetching extends FetchProgress {
  readonly stage: FetchingStage;
  /** The provider, as a name and possibly a URL. */
  readonly of: string;
  /** The maximum number of distinct videos. */
  readonly videos: number;
  /** The day of the snapshot. */
  readonly runDate: string;
  /**
   * Where its ledger is: in `memory` if the browser provides no private files; it is then lost with
   * the tab.
   */
  readonly ledger: 'disk' | 'memory';
  /** Seconds since it began here. */
  readonly seconds: number;
  /** Ids whose answers are in the results. */
  readonly shown: number;
}
