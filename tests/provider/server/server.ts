import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { setTimeout as after } from 'node:timers/promises';
import {
  type ApiRequest,
  answerBody,
  parseRequest,
  quotaExceeded,
  type Refusal,
  refusal,
  type Video,
} from './apis';
import { countOf } from './counts';
import { FaultPicker, fail, withFault } from './faults';
import { defaults, type FaultKind, type Reply, type ServerOptions } from './options';
import { type Call, CallRecord } from './record';

/** The response to a call, unless a fault makes it fail. */
interface Answer {
  kind: FaultKind | undefined;
  body: string;
  retryAfter: number;
}

/**
 * A local HTTP server that imitates the YouTube Data API below `/youtube/v3` and a company's own
 * service at `/views`, with faults on demand.
 */
export class ProviderServer {
  /** Options, which can be changed at any time. */
  readonly options: ServerOptions;
  /** The calls received so far. */
  readonly record = new CallRecord();
  readonly #server: Server;
  readonly #picker = new FaultPicker();
  #callsOfQuota = 0;
  /** The ids of the last call, for the fault `unrequested`. */
  #lastIds: readonly string[] = [];

  private constructor(options: Partial<ServerOptions>) {
    this.options = { ...defaults, ...options };
    this.#server = createServer((request, response) => {
      this.#take(request, response).catch((error) => response.destroy(error));
    });
    // Idle connections must not be closed, which would count as a fault.
    this.#server.keepAliveTimeout = 120_000;
  }

  /** Starts a server at a free port. */
  static async start(options: Partial<ServerOptions> = {}): Promise<ProviderServer> {
    const server = new ProviderServer(options);
    await new Promise<void>((resolve) => server.#server.listen(0, '127.0.0.1', resolve));
    return server;
  }

  /** The base URL, without a trailing slash. */
  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** The URL that replaces `https://www.googleapis.com/youtube/v3`. */
  get youtube(): string {
    return `${this.url}/youtube/v3`;
  }

  /** The URL of the company's service. */
  get views(): string {
    return `${this.url}/views`;
  }

  /** Restores the whole quota. */
  renewQuota(): void {
    this.#callsOfQuota = 0;
  }

  async close(): Promise<void> {
    const closed = new Promise((resolve) => this.#server.close(resolve));
    this.#server.closeAllConnections();
    await closed;
  }

  async #take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = '', url = '', headers } = request;
    response.setHeader('Access-Control-Allow-Origin', '*');
    response.setHeader('Access-Control-Expose-Headers', 'Retry-After');
    if (method === 'OPTIONS') {
      response.setHeader('Access-Control-Allow-Methods', 'GET, POST, OPTIONS');
      const names = headers['access-control-request-headers'];
      if (names !== undefined) response.setHeader('Access-Control-Allow-Headers', names);
      response.writeHead(204).end();
      return;
    }
    const parsed = parseRequest(method, url, await text(request));
    if (!('ids' in parsed)) return refuse(response, parsed);
    const path = url.split('?')[0] ?? '';
    const call = this.record.arrives(path, parsed.ids);
    // Decided on arrival, so that a fault does not depend on the timing of other calls.
    const decided = this.#decide(parsed, path, headers);
    const body = 'kind' in decided ? decided.body : '';
    const replacement = this.options.reply(this.record.calls.length, parsed.ids, body);
    if (replacement) return send(response, replacement);
    if (this.options.latency > 0) await after(this.options.latency);
    if (response.destroyed) {
      call.fate = 'abandoned';
    } else if ('status' in decided) {
      call.fate = 'refused';
      refuse(response, decided);
    } else {
      this.#answer(response, call, decided);
    }
  }

  #decide(parsed: ApiRequest, path: string, headers: IncomingMessage['headers']): Answer | Refusal {
    const { ids, api } = parsed;
    const key = headers['x-goog-api-key'];
    const given = {
      key: typeof key === 'string' ? key : undefined,
      authorization: headers.authorization,
    };
    this.#callsOfQuota += 1;
    const refused = refusal(parsed, path, given, this.options);
    if (refused) return refused;
    const { quotaAt, missing, hidden, retryAfter } = this.options;
    if (quotaAt !== undefined && this.#callsOfQuota >= quotaAt) return quotaExceeded(api);
    const kind = this.#picker.next(this.options.faults);
    const videos: Video[] = ids
      .filter((id) => !missing(id))
      .map((id) => ({ id, views: hidden(id) ? undefined : countOf(id) }));
    const others = this.#lastIds.filter((id) => !ids.includes(id));
    this.#lastIds = ids;
    return { kind, body: answerBody(api, withFault(videos, kind, others)), retryAfter };
  }

  #answer(response: ServerResponse, call: Call, { kind, body, retryAfter }: Answer): void {
    if (fail(response, kind, body, retryAfter)) {
      if (kind) call.fate = kind;
      return;
    }
    call.fate = 'abandoned';
    response.once('finish', () => this.record.answers(call));
    response.setHeader('Content-Type', 'application/json; charset=UTF-8');
    response.end(body);
  }
}

function send(response: ServerResponse, { status = 200, headers, body = '', drips }: Reply): void {
  response.writeHead(status, headers);
  if (!drips) {
    response.end(body);
    return;
  }
  const timer = setInterval(() => response.write(' '), 200);
  response.on('close', () => clearInterval(timer));
}

function refuse(response: ServerResponse, { status, body }: Refusal): void {
  response.writeHead(status, { 'Content-Type': 'application/json' }).end(body);
}
