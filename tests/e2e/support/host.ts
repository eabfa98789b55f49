import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { basename, extname, join, relative, sep } from 'node:path';
import { contentPolicy } from '../../../web/policy';
import { fixture } from './case';

const dist = join(import.meta.dirname, '..', '..', '..', 'dist');

const types: Record<string, string> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.wasm': 'application/wasm',
  '.svg': 'image/svg+xml',
};

/**
 * Serves the built page, the fixtures below `/data/` and the tables below `/tables/`, with byte ranges
 * and without listings.
 */
export class Host {
  /** Sources that `connect-src` allows besides the page's own. */
  connect: readonly string[] = [];
  /** CORS headers of the fixtures. */
  cors: Record<string, string> = {};
  /** Requests for fixtures, like `GET bytes=0-9 hive_date/input/…`. */
  readonly log: string[] = [];
  /** The number of bytes of fixtures that were sent. */
  sent = 0;
  /** Script that runs at the start of each worker. */
  workersBegin = '';
  /** The status for fixtures that are not there. */
  absent = 404;
  /** Which fixtures are not there. */
  removed: RegExp | undefined;
  /** The number of 503 responses. */
  refused = 0;
  readonly #server: Server;
  readonly #turns = new Map<string, number>();
  readonly #files = new Map<string, Buffer>();

  private constructor() {
    this.#server = createServer((request, response) => this.#answer(request, response));
  }

  static async start(): Promise<Host> {
    const host = new Host();
    await new Promise<void>((resolve) => host.#server.listen(0, '127.0.0.1', resolve));
    return host;
  }

  /** The base URL, with a trailing slash. */
  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/`;
  }

  /** Returns the URLs of a fixture's Parquet files; `#data` describes the query. */
  urls(name: string, query = ''): string[] {
    const root = fixture(name);
    const found = readdirSync(join(root, 'input'), { recursive: true, encoding: 'utf8' })
      .map((path) => join(root, 'input', path))
      .filter((path) => path.endsWith('.parquet'))
      .map((path) => relative(fixture(), path).split(sep).map(encodeURIComponent).join('/'));
    return found.sort().map((path) => `${this.url}data/${path}${query}`);
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    const url = new URL(request.url ?? '/', this.url);
    const path = decodeURIComponent(url.pathname);
    response.setHeader('Content-Security-Policy', contentPolicy(this.connect));
    if (path.startsWith('/data/')) {
      this.#data(path.slice('/data/'.length), url, request, response);
      return;
    }
    if (path.startsWith('/tables/')) return void this.#data(`..${path}`, url, request, response);
    const file = join(dist, path === '/' ? 'index.html' : path);
    if (!existsSync(file) || !statSync(file).isFile()) {
      response.writeHead(404).end();
      return;
    }
    const headers = { 'Content-Type': types[extname(file)] ?? 'application/octet-stream' };
    const begin = /^entry-/.test(basename(file)) ? this.workersBegin : '';
    response.writeHead(200, headers).end(Buffer.concat([Buffer.from(begin), readFileSync(file)]));
  }

  /**
   * Serves a fixture. `as=whole` ignores ranges, `as=redirect` redirects to the plain URL,
   * `as=changing` serves another version after `after=N` responses, `as=busy` fails twice with 503,
   * `as=missing` fails with 404, `as=slow` never ends. `pad=N` adds N unused bytes before the footer.
   */
  #data(path: string, url: URL, request: IncomingMessage, response: ServerResponse): void {
    const range = request.headers.range ?? '';
    this.log.push(`${request.method} ${range} ${path}`);
    for (const [name, value] of Object.entries(this.cors)) response.setHeader(name, value);
    const query = url.searchParams;
    const turn = this.#turns.get(url.href) ?? 0;
    this.#turns.set(url.href, turn + 1);
    const as = query.get('as');
    if (as === 'missing') return void response.writeHead(404).end();
    if (as === 'busy' && turn < 2) {
      this.refused += 1;
      return void response.writeHead(503, { 'Retry-After': '0' }).end();
    }
    if (as === 'redirect') {
      query.delete('as');
      return void response.writeHead(302, { Location: url.href }).end();
    }
    const isThere = statSync(fixture(path), { throwIfNoEntry: false })?.isFile();
    if (!isThere || this.removed?.test(path)) return void response.writeHead(this.absent).end();
    const bytes = this.#padded(path, Number(query.get('pad')));
    const version = as === 'changing' && turn >= Number(query.get('after')) ? 2 : 1;
    response.setHeader('ETag', `"${version}"`);
    const found = as === 'whole' ? null : /^bytes=(\d+)-(\d*)$/.exec(range);
    const start = Number(found?.[1] ?? 0);
    const end = found?.[2] ? Math.min(Number(found[2]) + 1, bytes.length) : bytes.length;
    if (found) response.setHeader('Content-Range', `bytes ${start}-${end - 1}/${bytes.length}`);
    response.writeHead(found ? 206 : 200, { 'Content-Length': end - start });
    if (request.method === 'HEAD') return void response.end();
    if (as === 'slow') return void response.write(bytes.subarray(start, start + 1));
    this.sent += end - start;
    response.end(bytes.subarray(start, end));
  }

  /** Returns the file with extra bytes between the row groups and the footer of Parquet. */
  #padded(path: string, bytes: number): Buffer {
    const name = `${bytes} ${path}`;
    const known = this.#files.get(name);
    if (known) return known;
    const file = readFileSync(fixture(path));
    const at = bytes === 0 ? file.length : file.length - file.readUInt32LE(file.length - 8) - 8;
    const whole = Buffer.concat([file.subarray(0, at), Buffer.alloc(bytes, 7), file.subarray(at)]);
    this.#files.set(name, whole);
    return whole;
  }
}
