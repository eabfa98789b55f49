#!/usr/bin/env node
// `npx daytally`: Daytally in this machine's browser, or its files for a static server.
import { cpSync, createReadStream, existsSync, mkdirSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, normalize, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const root = fileURLToPath(new URL('..', import.meta.url));
const dist = join(root, 'dist');
const site = join(root, 'site');
const usage = `Usage:
  daytally [serve] [--port N]   serve the page at http://127.0.0.1:N (default 4170; 0 picks a port)
  daytally site FOLDER          write the page to a folder that any static server can host
  daytally assets FOLDER        write the scripts, the worker and the module to a folder

Data stays in the browser. The command line that reads files without a browser is another program:
in a checkout, cargo install --path cli.
`;
const types = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.wasm': 'application/wasm',
};
// Providers are allowed, because the user names them.
const policy = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "worker-src 'self'",
  "connect-src 'self' https:",
  "style-src 'self'",
  "img-src 'self' data:",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** Exits with a message; code 2 means that the command was wrong. */
function fail(message, code = 2) {
  process.stderr.write(`error: ${message}\n`);
  process.exit(code);
}

function serve(port) {
  const server = createServer((request, response) => {
    // Prevents DNS rebinding: another site must not read this page under its own host name.
    const local = /^(127\.0\.0\.1|localhost)(:\d+)?$/.test(request.headers.host ?? '');
    const file = local ? fileOf(request.url ?? '/') : undefined;
    if (!file || !['GET', 'HEAD'].includes(request.method ?? '')) {
      response.writeHead(file ? 405 : 404).end();
      return;
    }
    response.writeHead(200, {
      'Content-Type': types[extname(file)] ?? 'application/octet-stream',
      'Content-Length': statSync(file).size,
      'Content-Security-Policy': policy,
      'X-Content-Type-Options': 'nosniff',
      'Cache-Control': 'no-cache',
    });
    if (request.method === 'HEAD') response.end();
    else createReadStream(file).pipe(response);
  });
  server.on('error', ({ code, message }) => {
    const used = code === 'EADDRINUSE';
    fail(used ? `port ${port} is in use; choose another by --port` : message, 1);
  });
  server.listen(port, '127.0.0.1', () => {
    process.stdout.write(`Daytally is at http://127.0.0.1:${server.address().port}/\n`);
  });
}

/** Returns the file in the folder `site` for a URL's path. */
function fileOf(url) {
  let path;
  try {
    path = normalize(decodeURIComponent(url.replace(/[?#].*$/, '')));
  } catch {
    return undefined;
  }
  const scripts = `${sep}daytally${sep}`;
  const file = path.startsWith(scripts)
    ? join(dist, path.slice(scripts.length))
    : join(site, path === sep ? 'index.html' : path);
  return statSync(file, { throwIfNoEntry: false })?.isFile() ? file : undefined;
}

function write(folder, parts) {
  if (existsSync(folder) && !statSync(folder).isDirectory()) fail(`${folder} is no folder`);
  try {
    for (const [from, to] of parts) {
      mkdirSync(join(folder, to), { recursive: true });
      cpSync(from, join(folder, to), { recursive: true });
    }
  } catch (error) {
    fail(`${folder}: ${error.message}`, 1);
  }
  process.stdout.write(`Wrote ${folder}\n`);
}

function main() {
  let given;
  try {
    const options = { port: { type: 'string' }, help: { type: 'boolean', short: 'h' } };
    given = parseArgs({ options, allowPositionals: true });
  } catch (error) {
    fail(`${error.message}\n\n${usage}`);
  }
  const { values, positionals } = given;
  const [command = 'serve', folder, ...more] = positionals;
  const port = Number(values.port ?? 4170);
  if (values.help) {
    process.stdout.write(usage);
    return;
  }
  const serves = command === 'serve';
  if (!serves && command !== 'site' && command !== 'assets') {
    fail(`there is no command ${command}\n\n${usage}`);
  }
  if (serves === (folder !== undefined) || more.length > 0) {
    fail(`${command} takes ${serves ? 'no' : 'one'} folder\n\n${usage}`);
  }
  if (!Number.isInteger(port) || port < 0 || port > 65535) fail(`${values.port} is not a port`);
  if (!serves && values.port !== undefined) fail(`${command} has no port`);
  if (serves) serve(port);
  else if (command === 'assets') write(folder, [[dist, '']]);
  else {
    write(folder, [
      [site, ''],
      [dist, 'daytally'],
    ]);
  }
}

main();
