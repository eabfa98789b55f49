/** A request to a fake host. */
export interface Requested {
  readonly url: string;
  readonly method: string;
  readonly range: string;
  readonly init: RequestInit;
}

/** A fake host's answer in place of its own; undefined: the requested range. */
export type Twist = (
  requested: Requested,
  count: number,
) => Response | Error | undefined | Promise<Response | undefined>;

/** A host with one file, as `fetch` shows it. */
export class FakeHost {
  readonly log: Requested[] = [];
  headers: Record<string, string> = { ETag: '"1"' };
  /** Headers that are hidden from the page. */
  hidden: readonly string[] = [];
  bytes: Uint8Array<ArrayBuffer>;
  twist: Twist = () => undefined;
  inFlight = 0;
  mostInFlight = 0;

  constructor(bytes: Uint8Array<ArrayBuffer>) {
    this.bytes = bytes;
  }

  get ranges(): string[] {
    return this.log.map(({ method, range }) => (method === 'GET' ? range : `${method} ${range}`));
  }

  readonly fetch: typeof fetch = async (input, init = {}) => {
    const { method = 'GET', signal } = init;
    const requested = {
      url: String(input),
      method,
      range: new Headers(init.headers).get('Range') ?? '',
      init,
    };
    this.log.push(requested);
    this.inFlight += 1;
    this.mostInFlight = Math.max(this.mostInFlight, this.inFlight);
    await new Promise((resolve) => setTimeout(resolve));
    this.inFlight -= 1;
    if (signal?.aborted) throw new DOMException('aborted', 'AbortError');
    const instead = await this.twist(requested, this.log.length);
    if (instead instanceof Error) throw instead;
    return instead ?? this.answer(requested);
  };

  /** Returns the answer of a host that supports ranges, with other headers if some are given. */
  answer({ method, range }: Requested, headers: Record<string, string> = {}): Response {
    const found = /^bytes=(\d+)-(\d*)$/.exec(range);
    const size = this.bytes.length;
    const start = Number(found?.[1]);
    const end = found?.[2] ? Math.min(size, Number(found[2]) + 1) : size;
    if (start >= size) return this.#response(null, 416, { 'Content-Range': `bytes */${size}` });
    const own = {
      'Content-Range': `bytes ${start}-${end - 1}/${size}`,
      'Content-Length': `${end - start}`,
      ...headers,
    };
    return this.#response(method === 'HEAD' ? null : this.bytes.slice(start, end), 206, own);
  }

  /** Returns the answer of a host without ranges. */
  whole(headers: Record<string, string> = {}): Response {
    return this.#response(this.bytes, 200, {
      'Content-Length': `${this.bytes.length}`,
      ...headers,
    });
  }

  #response(body: BodyInit | null, status: number, own: Record<string, string>): Response {
    const headers = new Headers({ ...this.headers, ...own });
    for (const name of this.hidden) headers.delete(name);
    return new Response(body, { status, headers });
  }
}
