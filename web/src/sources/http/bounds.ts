import { wholeBytes } from '../whole';

/** Bytes that are requested when a URL is opened: a small file whole. */
export const firstBytes = wholeBytes;
/** The largest file, in bytes, that is kept whole because its host does not support ranges. */
export const maxWithoutRanges = 256 * 2 ** 20;
/** Unwanted bytes between two ranges that arrive sooner than another answer would. */
export const urlGap = 256 * 1024;
/** Requests of all workers in flight; browsers allow an HTTP/1.1 host as many. */
export const requestsOfAll = 6;
/** The maximum number of tries of a request; two for a host that has never answered. */
export const tries = 4;
export const firstTries = 2;
/** Milliseconds before the second try; each further one waits twice as long. */
export const backoff = 500;
/** The maximum number of milliseconds that a host may request before the next try. */
export const longestWait = 30_000;
