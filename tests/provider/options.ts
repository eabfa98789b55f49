/** Faults after which a call has to be made again. */
export const failing = [
  /** 429 without `Retry-After`. */
  'tooMany',
  /** 429 with `Retry-After`. */
  'tooManyRetryAfter',
  /** 500. */
  'serverError',
  /** The connection is reset before an answer. */
  'reset',
  /** Half of the JSON, with a `Content-Length` that fits. */
  'truncated',
  /** Half of what `Content-Length` says, and then the end of the connection. */
  'cutOff',
  /** 200 with a page of HTML. */
  'malformed',
] as const;

/** Faults despite which a call is answered. */
export const answering = [
  /** Each id twice, the second time with another count. */
  'duplicate',
  /** The ids from the last to the first. */
  'reordered',
  /** Ids that were not asked in this call, with wrong counts. */
  'unasked',
] as const;

export type FaultKind = (typeof failing)[number] | (typeof answering)[number];

export const faultKinds: readonly FaultKind[] = [...failing, ...answering];

/** Faults at random, by a generator of their own. */
export interface Faults {
  /** The share of the calls, from 0 to 1. */
  share: number;
  kinds: readonly FaultKind[];
  seed: number;
}

/** An answer in the place of the right one. */
export interface Reply {
  status?: number;
  headers?: Record<string, string>;
  body?: string | Uint8Array;
  /** Whether the body comes a byte at a time, and never ends. */
  drips?: boolean;
}

/** What a server does; every option can be changed while it runs. */
export interface ServerOptions {
  /** Milliseconds before each answer. */
  latency: number;
  faults: Faults | undefined;
  /** Seconds of `Retry-After`. */
  retryAfter: number;
  /** The call, from 1 since the start or `renewQuota()`, from which on the quota is used up. */
  quotaAt: number | undefined;
  /** What `X-Goog-Api-Key` has to be. */
  key: string;
  /** What `Authorization` has to be for `/views`, if anything. */
  authorization: string | undefined;
  /** The most ids of a call of `videos:batchGetStats` and `/views`; that of `videos` is 50. */
  limit: number;
  /** Ids that let every call that holds them be answered 400. */
  poison: readonly string[];
  /** Ids that are left out of answers, as deleted videos are. */
  missing: (id: string) => boolean;
  /** Ids that are answered without a count. */
  hidden: (id: string) => boolean;
  /** Answers a call, from 1, in the place of the server, given the right body. */
  reply: (call: number, ids: readonly string[], body: string) => Reply | undefined;
}

export const defaults: ServerOptions = {
  latency: 0,
  faults: undefined,
  retryAfter: 1,
  quotaAt: undefined,
  key: 'good-key',
  authorization: undefined,
  limit: 1000,
  poison: [],
  missing: () => false,
  hidden: () => false,
  reply: () => undefined,
};
