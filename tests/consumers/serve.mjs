// Serves the portals in a subfolder, with the strictest policy and without isolation headers. The
// host name localhost makes another origin, which allows requests by CORS.
import { createReadStream, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';

const [installed, port] = process.argv.slice(2);
const fixture = join(import.meta.dirname, '..', 'fixtures', 'sample', 'input', 'views.parquet');
const strictest = {
  'default-src': "'none'",
  'script-src': "'self' 'wasm-unsafe-eval'",
  'worker-src': "'self'",
  'connect-src': "'self'",
  'style-src': "'self'",
  'img-src': "'self' data:",
};
const other = `http://localhost:${port}`;
const fetched = { ...strictest, 'connect-src': `'self' ${other}` };
const scripts = `'self' 'wasm-unsafe-eval' ${other}`;
// Policies by the query parameter `policy` of a page.
const policies = {
  strictest,
  'module elsewhere': fetched,
  'package elsewhere': { ...fetched, 'script-src': scripts, 'worker-src': `blob: ${other}` },
};
const types = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.wasm': 'application/wasm',
};
const folders = [
  ['/some/portals/vite/', join(installed, 'vite', 'dist')],
  ['/some/portals/react/', join(installed, 'react', 'dist')],
  ['/some/portals/vue/', join(installed, 'vue', 'dist')],
  ['/some/portals/svelte/', join(installed, 'svelte', 'dist')],
  ['/some/portals/esbuild/', join(installed, 'esbuild', 'dist')],
  ['/some/portals/site/', join(installed, 'site')],
  ['/some/portals/angular/', join(installed, 'angular', 'dist', 'browser')],
  ['/some/portals/webpack/', join(installed, 'webpack', 'dist')],
  ['/some/portals/plain/daytally/', join(installed, 'node_modules', 'daytally')],
  ['/some/portals/plain/', join(installed, 'plain')],
];

function fileOf(path) {
  const [start, folder] = folders.find(([each]) => path.startsWith(each)) ?? [];
  if (!folder) return undefined;
  const name = normalize(`/${path.slice(start.length) || 'index.html'}`);
  const file = name === '/views.parquet' ? fixture : join(folder, name);
  return statSync(file, { throwIfNoEntry: false })?.isFile() ? file : undefined;
}

createServer((request, response) => {
  const { pathname, searchParams } = new URL(request.url, 'http://any');
  const path = decodeURIComponent(pathname);
  const policy = Object.entries(policies[searchParams.get('policy') ?? 'strictest']);
  const file = fileOf(path);
  response.setHeader('Content-Security-Policy', policy.map((rule) => rule.join(' ')).join('; '));
  response.setHeader('Access-Control-Allow-Origin', '*');
  response.setHeader('Content-Type', types[extname(file ?? '')] ?? 'application/octet-stream');
  response.statusCode = file || path === '/' ? 200 : 404;
  if (file) createReadStream(file).pipe(response);
  else response.end();
}).listen(Number(port), '127.0.0.1');
