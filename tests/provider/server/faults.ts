import type { ServerResponse } from 'node:http';
import type { Video } from './apis';
import type { FaultKind, Faults } from './options';
import { seeded } from './random';

/** Picks a fault for each call, in order of arrival. */
export class FaultPicker {
  #faults: Faults | undefined;
  #random = seeded(0);

  /** Returns the fault of the next call, if any; a changed setting restarts the series. */
  next(faults: Faults | undefined): FaultKind | undefined {
    if (faults !== this.#faults) {
      this.#faults = faults;
      this.#random = seeded(faults?.seed ?? 0);
    }
    if (!faults || this.#random() >= faults.share) return undefined;
    return faults.kinds[Math.floor(this.#random() * faults.kinds.length)];
  }
}

/** Returns the videos of a response with a fault; `others` are ids of another call. */
export function withFault(
  videos: readonly Video[],
  kind: FaultKind | undefined,
  others: readonly string[],
): Video[] {
  switch (kind) {
    case 'duplicate':
      return [...videos, ...videos.map(({ id }) => ({ id, views: 1n }))];
    case 'reordered':
      return videos.toReversed();
    case 'unrequested': {
      const unrequested = ['not requested', ...others].map((id) => ({ id, views: 2n }));
      return [...unrequested, ...videos];
    }
    default:
      return [...videos];
  }
}

/** Fails a call; returns false if the fault is not one that fails calls. */
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
