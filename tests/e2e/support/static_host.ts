import { createReadStream, statSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.wasm': 'application/wasm',
  '.webmanifest': 'application/manifest+json',
  '.parquet': 'application/octet-stream',
};

/** A static file server. */
export interface Host {
  /** The base URL, with a trailing slash. */
  readonly url: string;
  /** Requested paths, in order. */
  readonly requests: string[];
  stop(): Promise<void>;
}

/**
 * Serves folders below paths of the host, such as `{ '/page/': 'dist' }`, with a Content Security
 * Policy if one is given, and with further headers.
 */
export async function host(
  folders: Record<string, string>,
  policy = '',
  more: Record<string, string> = {},
): Promise<Host> {
  const requests: string[] = [];
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://host');
    requests.push(pathname);
    const path = fileOf(folders, decodeURIComponent(pathname));
    if (!path) return void response.writeHead(404).end();
    response.writeHead(200, {
      'Content-Type': types[extname(path)] ?? 'application/octet-stream',
      ...(policy && { 'Content-Security-Policy': policy }),
      ...more,
    });
    createReadStream(path).pipe(response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/`,
    requests,
    async stop() {
      if (!server.listening) return;
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}

function fileOf(folders: Record<string, string>, pathname: string): string | undefined {
  for (const [at, folder] of Object.entries(folders)) {
    if (!pathname.startsWith(at)) continue;
    const inside = normalize(pathname.slice(at.length) || 'index.html');
    const path = join(folder, inside.endsWith('/') ? `${inside}index.html` : inside);
    if (!inside.startsWith('..') && statSync(path, { throwIfNoEntry: false })?.isFile())
      return path;
  }
  return undefined;
}
