import { cancelled, DaytallyError } from '../../errors';
import { ownOrigin } from '../../sandbox';
import type { AddressFile } from '../../types';
import { backoff, firstTries, longestWait, requestsOfAll, tries } from './bounds';
import { Policy, toldWithin } from './policy';
import { brokenOff, busy, forbidden, Passing, unreachable } from './sentences';
import { Slots } from './slots';

/** What a client takes from its surroundings. */
export interface Surroundings {
  readonly fetch: typeof fetch;
  /** Resolves after some milliseconds, or when the signal is aborted. */
  readonly wait: (milliseconds: number, signal: AbortSignal) => Promise<void>;
  readonly random: () => number;
  /** The origin of the page. */
  readonly origin: string;
}

export interface Request {
  readonly method?: 'GET' | 'HEAD';
  /** The value of the header Range; the whole file is fetched when absent. */
  readonly range?: string;
}

/** Statuses that may be another one in a moment. */
const passingStatuses: ReadonlySet<number> = new Set([408, 425, 429, 500, 502, 503, 504]);

/** Requests that each worker may have under way, so that all of them stay within a host's patience. */
export function requestsOfEach(workers: number): number {
  return Math.max(1, Math.floor(requestsOfAll / workers));
}

/** Requests of one worker: a few at a time, each made again where that may help. */
export class HttpClient {
  readonly #slots: Slots;
  readonly #around: Surroundings;
  readonly #policy = new Policy();
  readonly #closing = new AbortController();
  readonly #answering = new Set<string>();

  constructor(requests: number, around: Partial<Surroundings> = {}) {
    this.#slots = new Slots(requests);
    this.#around = { ...surroundings(), ...around };
  }

  /** Ends what is under way, which rejects as cancelled. */
  close(): void {
    this.#closing.abort();
    this.#policy.close();
  }

  /**
   * Asks for a range of a file and reads the answer, whatever its status; what `read` leaves of it
   * is dropped. Tries again when there is none, when its status may pass, and when `read` throws a
   * Passing.
   */
  async request<T>(
    file: AddressFile,
    request: Request,
    read: (response: Response) => Promise<T>,
  ): Promise<T> {
    const { signal } = this.#closing;
    const { origin } = new URL(file.url);
    for (let attempt = 1; ; attempt += 1) {
      const tried = await this.#slots.take(() => this.#try(file, request, read));
      if ('value' in tried) return tried.value;
      const most = this.#answering.has(origin) ? tries : firstTries;
      if (attempt >= most || tried.after > longestWait) throw tried.failure;
      const pause = backoff * 2 ** (attempt - 1) * (1 + this.#around.random());
      await this.#around.wait(Math.max(tried.after, pause), signal);
    }
  }

  async #try<T>(
    file: AddressFile,
    { method = 'GET', range }: Request,
    read: (response: Response) => Promise<T>,
  ): Promise<{ value: T } | { failure: Passing; after: number }> {
    const response = await this.#fetch(file, {
      method,
      headers: range === undefined ? {} : { Range: range },
    });
    if (response instanceof Passing) return { failure: response, after: 0 };
    if (passingStatuses.has(response.status)) {
      const seconds = secondsAfter(response.headers.get('Retry-After'));
      drop(response);
      return { failure: busy(file, response.status, seconds), after: (seconds ?? 0) * 1000 };
    }
    try {
      return { value: await read(response) };
    } catch (thrown) {
      if (this.#closing.signal.aborted) throw cancelled();
      if (thrown instanceof Passing) return { failure: thrown, after: 0 };
      // A body that is too large for the memory there is.
      if (thrown instanceof DaytallyError || thrown instanceof RangeError) throw thrown;
      return { failure: brokenOff(file), after: 0 };
    } finally {
      drop(response);
    }
  }

  async #fetch(file: AddressFile, init: RequestInit): Promise<Response | Passing> {
    const { signal } = this.#closing;
    if (signal.aborted) throw cancelled();
    try {
      const response = await this.#around.fetch(file.url, {
        ...init,
        signal,
        credentials: 'same-origin',
        referrerPolicy: 'no-referrer',
        // A browser's cache would mix versions, and lets one request for an address wait for another.
        cache: 'no-store',
      });
      this.#answering.add(new URL(file.url).origin);
      return response;
    } catch {
      if (signal.aborted) throw cancelled();
      await this.#around.wait(toldWithin, signal);
      if (this.#policy.refuses(file.url)) throw forbidden(file);
      return unreachable(file, this.#around.origin);
    }
  }
}

/** Lets what is left of an answer go unread. */
function drop(response: Response): void {
  response.body?.cancel().catch(() => {});
}

/** The seconds of a Retry-After, which has them or a date. */
export function secondsAfter(header: string | null, now = Date.now()): number | undefined {
  if (header === null) return undefined;
  const seconds = /^\s*\d+\s*$/.test(header) ? Number(header) : (Date.parse(header) - now) / 1000;
  return Number.isNaN(seconds) ? undefined : Math.max(0, seconds);
}

function surroundings(): Surroundings {
  return {
    fetch: (...input) => fetch(...input),
    random: Math.random,
    origin: ownOrigin() ?? '',
    wait: (milliseconds, signal) => {
      return new Promise((resolve) => {
        const timer = setTimeout(resolve, milliseconds);
        const stop = () => {
          clearTimeout(timer);
          resolve();
        };
        signal.addEventListener('abort', stop, { once: true });
      });
    },
  };
}
