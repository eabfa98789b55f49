import { ownOrigin } from '../../browser/sandbox';
import { cancelled, DaytallyError } from '../../errors';
import type { UrlFile } from '../../types';
import { backoff, firstTries, longestWait, requestsOfAll, tries } from './bounds';
import { brokenOff, busy, forbidden, TransientError, unreachable } from './errors';
import { Policy, reportedWithin } from './policy';

/** A client's environment. */
export interface Environment {
  readonly fetch: typeof fetch;
  /** Resolves after some milliseconds, or when the signal is aborted. */
  readonly wait: (milliseconds: number, signal: AbortSignal) => Promise<void>;
  readonly random: () => number;
  /** The origin of the page. */
  readonly origin: string;
  readonly stores?: Stores;
}

/** Signs requests for files of buckets, and interprets the errors of stores. */
export interface Stores {
  /** Returns the URL to request now. */
  sign(file: UrlFile): Promise<string>;
  /** Returns what a retry may fix, and throws anything else. */
  judge(file: UrlFile, response: Response): Promise<Failed>;
}

/** A failure, and how many milliseconds later the host allows the next try. */
export interface Failed {
  readonly failure: TransientError;
  readonly after: number;
}

export interface Request {
  readonly method?: 'GET' | 'HEAD';
  /** The value of the Range header; if absent, the whole file is fetched. */
  readonly range?: string;
  /** Returns the URL to request now in place of the file's. */
  readonly at?: () => string;
}

/** Statuses that may change soon. */
const transientStatuses: ReadonlySet<number> = new Set([408, 425, 429, 500, 502, 503, 504]);

/** Returns how many requests each worker may have in flight, within a limit for all of them. */
export function requestsOfEach(workers: number): number {
  return Math.max(1, Math.floor(requestsOfAll / workers));
}

/** Requests of one worker: a few in flight, each retried if that may help. */
export class HttpClient {
  readonly #slots: Slots;
  readonly #environment: Environment;
  readonly #policy = new Policy();
  readonly #closing = new AbortController();
  readonly #answering = new Set<string>();

  constructor(requests: number, environment: Partial<Environment> = {}) {
    this.#slots = new Slots(requests);
    this.#environment = { ...pageEnvironment(), ...environment };
  }

  /** Ends requests in flight, which reject as cancelled. */
  close(): void {
    this.#closing.abort();
    this.#policy.close();
  }

  /**
   * Requests a range of a file and reads the answer, whatever its status; the unread rest is
   * dropped. Retries if there is no answer, if its status may change, and if `read` throws a
   * TransientError.
   */
  async request<T>(
    file: UrlFile,
    request: Request,
    read: (response: Response) => Promise<T>,
  ): Promise<T> {
    const { signal } = this.#closing;
    const { origin } = new URL(file.url);
    for (let attempt = 1; ; attempt += 1) {
      const tried = await this.#slots.take(() => this.#try(file, request, read));
      if ('value' in tried) return tried.value;
      const maxTries = this.#answering.has(origin) ? tries : firstTries;
      if (attempt >= maxTries || tried.after > longestWait) throw tried.failure;
      const pause = backoff * 2 ** (attempt - 1) * (1 + this.#environment.random());
      await this.#environment.wait(Math.max(tried.after, pause), signal);
    }
  }

  async #try<T>(
    file: UrlFile,
    { method = 'GET', range, at }: Request,
    read: (response: Response) => Promise<T>,
  ): Promise<{ value: T } | Failed> {
    const stores = file.access?.bucket && this.#environment.stores;
    const url = at?.() ?? (stores ? await stores.sign(file) : file.url);
    const response = await this.#fetch(file, url, {
      method,
      headers: range === undefined ? {} : { Range: range },
    });
    if (response instanceof TransientError) return { failure: response, after: 0 };
    const { status } = response;
    if (stores && status > 299 && status !== 416) return await stores.judge(file, response);
    if (transientStatuses.has(status)) {
      const seconds = secondsAfter(response.headers.get('Retry-After'));
      drop(response);
      return { failure: busy(file, status, seconds), after: (seconds ?? 0) * 1000 };
    }
    try {
      return { value: await read(response) };
    } catch (thrown) {
      if (this.#closing.signal.aborted) throw cancelled();
      if (thrown instanceof TransientError) return { failure: thrown, after: 0 };
      // A body that is too large for the memory.
      if (thrown instanceof DaytallyError || thrown instanceof RangeError) throw thrown;
      return { failure: brokenOff(file), after: 0 };
    } finally {
      drop(response);
    }
  }

  async #fetch(file: UrlFile, url: string, init: RequestInit): Promise<Response | TransientError> {
    const { signal } = this.#closing;
    if (signal.aborted) throw cancelled();
    try {
      const response = await this.#environment.fetch(url, {
        ...init,
        signal,
        credentials: 'same-origin',
        referrerPolicy: 'no-referrer',
        // A browser's cache would mix versions, and lets one request for a URL wait for another.
        cache: 'no-store',
      });
      this.#answering.add(new URL(file.url).origin);
      return response;
    } catch {
      if (signal.aborted) throw cancelled();
      await this.#environment.wait(reportedWithin, signal);
      if (this.#policy.refuses(file.url)) throw forbidden(file);
      return unreachable(file, this.#environment.origin);
    }
  }
}

/** Limits the number of tasks in progress; the others wait in order. */
class Slots {
  readonly #waiting: (() => void)[] = [];
  #free: number;

  constructor(count: number) {
    this.#free = count;
  }

  async take<T>(work: () => Promise<T>): Promise<T> {
    if (this.#free > 0) this.#free -= 1;
    else await new Promise<void>((resolve) => this.#waiting.push(resolve));
    try {
      return await work();
    } finally {
      const next = this.#waiting.shift();
      if (next) next();
      else this.#free += 1;
    }
  }
}

/** Discards the unread rest of an answer. */
function drop(response: Response): void {
  response.body?.cancel().catch(() => {});
}

/** Returns the seconds of a Retry-After header, which has them or a date. */
export function secondsAfter(header: string | null, now = Date.now()): number | undefined {
  if (header === null) return undefined;
  const seconds = /^\s*\d+\s*$/.test(header) ? Number(header) : (Date.parse(header) - now) / 1000;
  return Number.isFinite(seconds) ? Math.max(0, seconds) : undefined;
}

function pageEnvironment(): Environment {
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
