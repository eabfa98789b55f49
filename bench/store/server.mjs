// An S3-compatible server for local files, with a simulated latency and bandwidth.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { basename } from 'node:path';

/** The only bucket. */
export const bucket = 'views';
/** Bytes of a reply that are sent at once. */
const piece = 64 * 1024;
/** Milliseconds between two refills of the bandwidth. */
const tick = 2;

/**
 * Serves files as objects of a bucket. Each reply waits `latency` milliseconds; all replies share
 * `rate` bytes a second, and at most `connections` are in flight. Signatures are not checked.
 */
export async function serveStore(files, { latency, rate, connections }) {
  const objects = new Map(files.map((file) => [basename(file), readFileSync(file)]));
  const share = new Share(rate);
  const turns = new Turns(connections);
  const counts = { requests: 0, bytes: 0 };
  const server = createServer(async (request, response) => {
    await turns.take();
    try {
      counts.requests += 1;
      await new Promise((resolve) => setTimeout(resolve, latency));
      const { head, body } = answer(objects, request);
      response.writeHead(head.status, head.headers);
      if (request.method !== 'HEAD') {
        counts.bytes += body.length;
        await share.send(response, body);
      }
      await new Promise((resolve) => response.end(resolve));
    } finally {
      turns.give();
    }
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address();
  const close = () => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  };
  return { host: `127.0.0.1:${port}`, counts, close };
}

/** Lets at most `count` requests run at once; the others wait in order of arrival. */
class Turns {
  #free;
  #waiting = [];

  constructor(count) {
    this.#free = count;
  }

  async take() {
    if (this.#free === 0) await new Promise((resolve) => this.#waiting.push(resolve));
    else this.#free -= 1;
  }

  give() {
    const next = this.#waiting.shift();
    if (next) next();
    else this.#free += 1;
  }
}

/** A bandwidth that replies share, each in turn. */
class Share {
  #bytesPerMs;
  #left = 0;
  #at = performance.now();
  #waiting = [];

  constructor(rate) {
    this.#bytesPerMs = rate / 1000;
    setInterval(() => this.#refill(), tick).unref();
  }

  #refill() {
    const now = performance.now();
    // Bandwidth that is not used within 10 ms is lost.
    const max = this.#bytesPerMs * 10;
    this.#left = Math.min(max, this.#left + (now - this.#at) * this.#bytesPerMs);
    this.#at = now;
    while (this.#left > 0 && this.#waiting.length > 0) {
      this.#left -= piece;
      this.#waiting.shift()();
    }
  }

  async send(response, body) {
    for (let start = 0; start < body.length; start += piece) {
      await new Promise((resolve) => this.#waiting.push(resolve));
      if (response.destroyed) return;
      response.write(body.subarray(start, start + piece));
    }
  }
}

function answer(objects, { url, headers }) {
  const { pathname, searchParams } = new URL(url, 'http://store');
  const key = decodeURIComponent(pathname).slice(`/${bucket}/`.length);
  if (searchParams.has('list-type')) return listing(objects, searchParams);
  const object = objects.get(key);
  if (!object) return reply(404, {}, '<Error><Code>NoSuchKey</Code></Error>');
  const common = {
    'Accept-Ranges': 'bytes',
    'Content-Type': 'application/octet-stream',
    ETag: `"${object.length}"`,
    'Last-Modified': 'Sun, 29 Nov 2026 00:00:00 GMT',
  };
  const range = /^bytes=(\d*)-(\d*)$/.exec(headers.range ?? '');
  if (!range) return reply(200, common, object);
  const [first, last] = [range[1], range[2]];
  const start = first === '' ? Math.max(0, object.length - Number(last)) : Number(first);
  const end = first === '' || last === '' ? object.length : Math.min(object.length, +last + 1);
  const stated = `bytes ${start}-${end - 1}/${object.length}`;
  return reply(206, { ...common, 'Content-Range': stated }, object.subarray(start, end));
}

function listing(objects, parameters) {
  const prefix = parameters.get('prefix') ?? '';
  const listed = [...objects].filter(([key]) => key.startsWith(prefix));
  const date = '2026-11-29T00:00:00.000Z';
  const entry = ([key, { length }]) =>
    `<Contents><Key>${key}</Key><LastModified>${date}</LastModified><ETag>"${length}"</ETag>` +
    `<Size>${length}</Size><StorageClass>STANDARD</StorageClass></Contents>`;
  const about = `<Name>${bucket}</Name><Prefix>${prefix}</Prefix><KeyCount>${listed.length}</KeyCount>`;
  const text =
    '<?xml version="1.0" encoding="UTF-8"?><ListBucketResult>' +
    `${about}<MaxKeys>1000</MaxKeys><IsTruncated>false</IsTruncated>` +
    `${listed.map(entry).join('')}</ListBucketResult>`;
  return reply(200, { 'Content-Type': 'application/xml' }, text);
}

function reply(status, headers, content) {
  const body = typeof content === 'string' ? Buffer.from(content) : content;
  return { head: { status, headers: { ...headers, 'Content-Length': body.length } }, body };
}
