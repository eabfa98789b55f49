import { secondsAfter } from '../../sources/http/client';
import { Policy, reportedWithin } from '../../sources/http/policy';

/** A request to send. */
export interface Request {
  readonly method: string;
  readonly url: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: string | undefined;
}

/** A reply; `retryAfter` is in seconds. */
export interface Reply {
  readonly status: number;
  readonly retryAfter: number | undefined;
  /** The Content-Encoding header, if the page may see it. */
  readonly encoding: string | undefined;
  readonly body: Uint8Array;
}

/** Makes a call. Rejects with an Error that states why there is no reply. */
export type Carrier = (request: Request, signal: AbortSignal) => Promise<Reply>;

/** A function that takes the body of a call of the provider `http`, and returns the answer's. */
export type CarriedByPage = (body: string) => Promise<string>;

/** A reply that cannot be an answer. */
export class Misfit extends Error {}

/** A failure that affects every call, such as the page's own policy. */
export class Blocked extends Error {}

const maxBytes = 16 * 2 ** 20;
const patience = 60_000;

/**
 * Makes calls over the network. A Google key that is restricted to websites needs the page's
 * origin, which no other provider gets.
 */
export function overNetwork(referrerPolicy: ReferrerPolicy): Carrier {
  const policy = new Policy();
  return async ({ method, url, headers, body }, signal) => {
    const { host, origin } = new URL(url);
    const limit = AbortSignal.timeout(patience);
    const init: RequestInit = {
      method,
      headers: headers.map(([name, value]): [string, string] => [name, value]),
      ...(body !== undefined && { body }),
      signal: AbortSignal.any([signal, limit]),
      credentials: 'omit',
      cache: 'no-store',
      referrerPolicy,
      // A key must not go to another host.
      redirect: 'manual',
    };
    try {
      const response = await fetch(url, init);
      if (response.type === 'opaqueredirect') {
        throw new Blocked(`${host} redirects. Enter the final URL`);
      }
      const retryAfter = secondsAfter(response.headers.get('Retry-After'));
      const encoding = response.headers.get('Content-Encoding') ?? undefined;
      return { status: response.status, retryAfter, encoding, body: await bodyOf(response) };
    } catch (thrown) {
      if (thrown instanceof Blocked || thrown instanceof Misfit) throw thrown;
      if (limit.aborted) throw new Error(`${host} did not answer within ${patience / 1000} s`);
      await new Promise((resolve) => setTimeout(resolve, reportedWithin));
      if (policy.refuses(url)) {
        const mend = `Ask the page’s administrator to add ${origin} to connect-src`;
        throw new Blocked(`this page’s security policy blocks ${host}. ${mend}`);
      }
      const reason = thrown instanceof Error ? thrown.message : String(thrown);
      throw new Error(
        `${host} did not answer, or does not allow this page to call it (CORS): ${reason}`,
      );
    }
  };
}

/** Has a function of the page answer the calls. */
export function byPage(callback: CarriedByPage): Carrier {
  return async ({ body }) => {
    const answer = await callback(body ?? '{}');
    return {
      status: 200,
      retryAfter: undefined,
      encoding: undefined,
      body: new TextEncoder().encode(answer),
    };
  };
}

async function bodyOf(response: Response): Promise<Uint8Array> {
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let bytes = 0;
  const reader = response.body?.getReader();
  for (let read = await reader?.read(); read && !read.done; read = await reader?.read()) {
    bytes += read.value.length;
    if (bytes > maxBytes) {
      await reader?.cancel();
      throw new Misfit(`the response is larger than ${maxBytes / 2 ** 20} MiB`);
    }
    parts.push(read.value);
  }
  return new Uint8Array(await new Blob(parts).arrayBuffer());
}
