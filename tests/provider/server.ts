import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { setTimeout as after } from 'node:timers/promises';
import {
  answerBody,
  type Question,
  quotaExceeded,
  type Refusal,
  readQuestion,
  refusal,
  type Video,
} from './apis';
import { countOf } from './counts';
import { disturbed, FaultPicker, fail } from './faults';
import { defaults, type FaultKind, type Reply, type ServerOptions } from './options';
import { type Call, CallRecord } from './record';

/** What a call will be answered, unless it fails by a fault. */
interface Answer {
  kind: FaultKind | undefined;
  body: string;
  retryAfter: number;
}

/**
 * Plays the YouTube Data API below `/youtube/v3` and a company's own service at `/views`, over HTTP
 * on this machine, with faults on demand.
 */
export class ProviderServer {
  /** What it does, to be changed at any time. */
  readonly options: ServerOptions;
  /** What it has seen. */
  readonly record = new CallRecord();
  readonly #server: Server;
  readonly #picker = new FaultPicker();
  #callsOfQuota = 0;
  /** The ids of the last call, for answers that hold what nobody asked. */
  #last: readonly string[] = [];

  private constructor(options: Partial<ServerOptions>) {
    this.options = { ...defaults, ...options };
    this.#server = createServer((request, response) => {
      this.#take(request, response).catch((error) => response.destroy(error));
    });
    // So that a connection that lies idle for some seconds is no fault.
    this.#server.keepAliveTimeout = 120_000;
  }

  /** Starts one at a port that is free. */
  static async start(options: Partial<ServerOptions> = {}): Promise<ProviderServer> {
    const server = new ProviderServer(options);
    await new Promise<void>((resolve) => server.#server.listen(0, '127.0.0.1', resolve));
    return server;
  }

  /** Its address, without a `/` at its end. */
  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** The address that stands for `https://www.googleapis.com/youtube/v3`. */
  get youtube(): string {
    return `${this.url}/youtube/v3`;
  }

  /** The address of the company's service. */
  get views(): string {
    return `${this.url}/views`;
  }

  /** Gives all of the quota again. */
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
      const asked = headers['access-control-request-headers'];
      if (asked !== undefined) response.setHeader('Access-Control-Allow-Headers', asked);
      response.writeHead(204).end();
      return;
    }
    const question = readQuestion(method, url, await text(request));
    if (!('ids' in question)) return refuse(response, question);
    const path = url.split('?')[0] ?? '';
    const call = this.record.arrives(path, question.ids);
    const right = this.#decide(question, path, headers);
    const body = 'kind' in right ? right.body : '';
    const own = this.options.reply(this.record.calls.length, question.ids, body);
    if (own) return send(response, own);
    // Decided as it arrives, so that a fault does not depend on how long others take.
    const decided = right;
    if (this.options.latency > 0) await after(this.options.latency);
    if (response.destroyed) {
      call.fate = 'left';
    } else if ('status' in decided) {
      call.fate = 'refused';
      refuse(response, decided);
    } else {
      this.#answer(response, call, decided);
    }
  }

  #decide(question: Question, path: string, headers: IncomingMessage['headers']): Answer | Refusal {
    const { ids, api } = question;
    const key = headers['x-goog-api-key'];
    const given = {
      key: typeof key === 'string' ? key : undefined,
      authorization: headers.authorization,
    };
    this.#callsOfQuota += 1;
    const refused = refusal(question, path, given, this.options);
    if (refused) return refused;
    const { quotaAt, missing, hidden, retryAfter } = this.options;
    if (quotaAt !== undefined && this.#callsOfQuota >= quotaAt) return quotaExceeded(api);
    const kind = this.#picker.next(this.options.faults);
    const videos: Video[] = ids
      .filter((id) => !missing(id))
      .map((id) => ({ id, views: hidden(id) ? undefined : countOf(id) }));
    const others = this.#last.filter((id) => !ids.includes(id));
    this.#last = ids;
    return { kind, body: answerBody(api, disturbed(videos, kind, others)), retryAfter };
  }

  #answer(response: ServerResponse, call: Call, { kind, body, retryAfter }: Answer): void {
    if (fail(response, kind, body, retryAfter)) {
      if (kind) call.fate = kind;
      return;
    }
    call.fate = 'left';
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
