import type { ServerResponse } from 'node:http';
import type { Video } from './apis';
import type { FaultKind, Faults } from './options';
import { seeded } from './random';

/** Picks the faults of calls, in the order in which they arrive. */
export class FaultPicker {
  #faults: Faults | undefined;
  #random = seeded(0);

  /** The fault of the next call, if it has one; other faults begin their series anew. */
  next(faults: Faults | undefined): FaultKind | undefined {
    if (faults !== this.#faults) {
      this.#faults = faults;
      this.#random = seeded(faults?.seed ?? 0);
    }
    if (!faults || this.#random() >= faults.share) return undefined;
    return faults.kinds[Math.floor(this.#random() * faults.kinds.length)];
  }
}

/** What an answer holds despite a fault; `others` are ids that this call has not asked. */
export function disturbed(
  videos: readonly Video[],
  kind: FaultKind | undefined,
  others: readonly string[],
): Video[] {
  switch (kind) {
    case 'duplicate':
      return [...videos, ...videos.map(({ id }) => ({ id, views: 1n }))];
    case 'reordered':
      return videos.toReversed();
    case 'unasked': {
      const unasked = ['nobody asked', ...others].map((id) => ({ id, views: 2n }));
      return [...unasked, ...videos];
    }
    default:
      return [...videos];
  }
}

/** Lets a call fail; false where the fault is none after which it fails. */
export function fail(
  response: ServerResponse,
  kind: FaultKind | undefined,
  body: string,
  retryAfter: number,
): boolean {
  const bytes = Buffer.from(body);
  const half = bytes.subarray(0, Math.floor(bytes.length / 2));
  const json = { 'Content-Type': 'application/json' };
  switch (kind) {
    case 'tooMany':
      response.writeHead(429).end('slow down');
      return true;
    case 'tooManyRetryAfter':
      response.writeHead(429, { 'Retry-After': String(retryAfter) }).end('slow down');
      return true;
    case 'serverError':
      response.writeHead(500).end('something broke');
      return true;
    case 'reset':
      response.socket?.resetAndDestroy();
      return true;
    case 'truncated':
      response.writeHead(200, { ...json, 'Content-Length': half.length }).end(half);
      return true;
    case 'cutOff':
      response.writeHead(200, { ...json, 'Content-Length': bytes.length });
      response.write(half, () => response.socket?.destroy());
      return true;
    case 'malformed':
      response.writeHead(200, { 'Content-Type': 'text/html' }).end('<html>Welcome!</html>');
      return true;
    default:
      return false;
  }
}
