/** Faults after which a call must be repeated. */
export const failing = [
  /** 429 without `Retry-After`. */
  'tooMany',
  /** 429 with `Retry-After`. */
  'tooManyRetryAfter',
  /** 500. */
  'serverError',
  /** The connection is reset before an answer. */
  'reset',
  /** Half of the JSON, with a matching `Content-Length`. */
  'truncated',
  /** Half of the bytes that `Content-Length` announces; then the connection closes. */
  'cutOff',
  /** 200 with a page of HTML. */
  'malformed',
] as const;

/** Faults in responses that still answer the call. */
export const answering = [
  /** Each id twice, the second time with a different count. */
  'duplicate',
  /** The ids in reverse order. */
  'reordered',
  /** Ids that this call did not request, with wrong counts. */
  'unrequested',
] as const;

export type FaultKind = (typeof failing)[number] | (typeof answering)[number];

export const faultKinds: readonly FaultKind[] = [...failing, ...answering];

/** Random faults with their own seed. */
export interface Faults {
  /** The fraction of calls, from 0 to 1. */
  share: number;
  kinds: readonly FaultKind[];
  seed: number;
}

/** A response that replaces the correct one. */
export interface Reply {
  status?: number;
  headers?: Record<string, string>;
  body?: string | Uint8Array;
  /** Whether the body arrives byte by byte and never ends. */
  drips?: boolean;
}

/** Options of a server; each can be changed while it runs. */
export interface ServerOptions {
  /** Milliseconds before each response. */
  latency: number;
  faults: Faults | undefined;
  /** Seconds of `Retry-After`. */
  retryAfter: number;
  /** The first call that exceeds the quota, counted from 1 since the start or `renewQuota()`. */
  quotaAt: number | undefined;
  /** The required value of `X-Goog-Api-Key`. */
  key: string;
  /** The required value of `Authorization` for `/views`, if any. */
  authorization: string | undefined;
  /** Max ids per call of `videos:batchGetStats` and `/views`; `videos` allows 50. */
  limit: number;
  /** Ids that make every call that contains them fail with status 400. */
  poison: readonly string[];
  /** Ids that are absent from responses, like deleted videos. */
  missing: (id: string) => boolean;
  /** Ids that are returned without a count. */
  hidden: (id: string) => boolean;
  /** Returns a replacement response, given the number of the call, from 1, and the correct body. */
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
