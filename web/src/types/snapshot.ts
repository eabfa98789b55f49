import type { Asked, ServiceOptions } from '../generated/daytally.js';

export type { Asked, Cost, ServiceOptions } from '../generated/daytally.js';

/** Ids and the views of each; one that is left out is unanswered. Views beyond 2^53 are bigints. */
export type Answers = readonly (readonly [id: string, views: number | bigint])[];

/** A function of the page that knows the counts; `signal` is aborted when they are wanted no more. */
export type AskForViews = (
  ids: readonly string[],
  context: { readonly signal: AbortSignal },
) => Promise<Answers>;

/** Options of a provider that is a function; the function itself is `ask`. */
export interface CallbackProvider extends Omit<ServiceOptions, 'provider' | 'key' | 'headers'> {
  readonly provider: 'callback';
  readonly ask: AskForViews;
}

/** A provider that is asked from the page: over HTTP, or by a function. */
export type AskedProvider = ServiceOptions | CallbackProvider;

/** The provider of the snapshot's counts. `none`: none is chosen, and there is no snapshot. */
export type Provider = 'simulator' | 'none' | AskedProvider;

/** Whether a ledger that is there is gone on with. */
export type LedgerUse = 'go on' | 'begin anew';

/** What is known of a ledger. */
export interface LedgerAbout {
  /** The day that its snapshot is dated, `YYYY-MM-DD`: the one on which its job began. */
  readonly runDate: string;
  /** Ids that it knows. */
  readonly known: number;
  readonly bytes: number;
}

/** What a job of asking does now; moments are milliseconds since 1970. */
export type AskingStage =
  | { readonly kind: 'asking' }
  /** Calls that failed are made again from then on. */
  | { readonly kind: 'waiting'; readonly until: number }
  /** The day's quota is used up. */
  | { readonly kind: 'quota'; readonly until: number }
  /**
   * Nothing is asked until something is fixed: `unkept` if answers wait for room on the disk, which
   * going on writes.
   */
  | { readonly kind: 'stopped'; readonly reason: string; readonly unkept?: boolean }
  | { readonly kind: 'paused' }
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'done' };

/** How far a job of asking is. */
export interface Asking extends Asked {
  readonly stage: AskingStage;
  /** Who is asked, as a name and maybe an address. */
  readonly of: string;
  /** Distinct videos, at most. */
  readonly videos: number;
  /** The day that the snapshot is dated. */
  readonly runDate: string;
  /** Where its ledger is: lost with the tab in `memory`, where the browser gives no private files. */
  readonly ledger: 'disk' | 'memory';
  /** Seconds since it began here. */
  readonly seconds: number;
  /** Ids whose answers are in the results. */
  readonly shown: number;
}
