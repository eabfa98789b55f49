import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

/** Which parts each part of the sources may import; a part is a folder or a file. */
const allowed: Record<string, readonly string[]> = {
  generated: [],
  types: ['generated'],
  errors: ['types', 'visible'],
  day: [],
  options: ['types', 'errors'],
  visible: [],
  browser: [],
  disk: ['generated', 'browser'],
  rpc: ['types', 'errors', 'browser', 'generated'],
  sources: ['types', 'errors', 'browser'],
  worker: ['types', 'errors', 'browser', 'disk', 'rpc', 'sources', 'generated'],
  pool: ['types', 'errors', 'rpc', 'sources'],
  results: ['types', 'errors', 'options', 'rpc', 'pool'],
  run: ['types', 'errors', 'options', 'day', 'rpc', 'sources', 'pool', 'results'],
  analyzer: ['types', 'errors', 'options', 'disk', 'pool', 'results', 'run', 'worker'],
  sinks: ['types', 'errors', 'browser', 'disk'],
  ui: ['types', 'day', 'visible'],
  element: [
    'types',
    'errors',
    'options',
    'day',
    'browser',
    'disk',
    'sources',
    'sinks',
    'analyzer',
    'ui',
    'visible',
  ],
  portal: ['types', 'errors', 'options', 'analyzer', 'open', 'ui', 'element'],
  define: ['portal'],
  embed: ['types', 'errors', 'options', 'sources', 'results', 'analyzer', 'element'],
  page: ['types', 'browser', 'ui', 'element', 'embed'],
  frame: ['types', 'errors', 'options', 'sources', 'results', 'open', 'embed'],
  open: ['types', 'errors', 'options', 'day', 'sources', 'results', 'analyzer'],
  index: ['types', 'errors', 'sources', 'results', 'run', 'analyzer', 'open', 'worker'],
};

const root = dirname(fileURLToPath(import.meta.url));
const sources = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter(
  (path) => /\.ts$/.test(path) && !/\.test\.ts$|^testing\/|^generated\//.test(path),
);

/** The part that a path below the root belongs to. */
function partOf(path: string): string {
  return path.split('/')[0]?.replace(/\.ts$/, '') ?? path;
}

/** Returns what a file imports by a relative path, below the root and without an extension. */
function importsOf(path: string): string[] {
  const text = readFileSync(join(root, path), 'utf8');
  const names = [...text.matchAll(/(?:from|import)\s+'(\.[^']*)'/g)].map((match) => match[1] ?? '');
  return names.map((name) => relative(root, join(root, dirname(path), name)));
}

/** Returns the files that a file imports. */
function filesOf(path: string): string[] {
  return importsOf(path)
    .flatMap((name) => [`${name}.ts`, join(name, 'index.ts')])
    .filter((file) => existsSync(join(root, file)));
}

/** Returns the first cycle of imports through a path, or undefined. */
function circle(path: string, above: readonly string[], done: Set<string>): string[] | undefined {
  if (above.includes(path)) return [...above.slice(above.indexOf(path)), path];
  if (done.has(path)) return undefined;
  for (const next of filesOf(path)) {
    const found = circle(next, [...above, path], done);
    if (found) return found;
  }
  done.add(path);
  return undefined;
}

test('every part imports only what lies below it', () => {
  const wrong = sources.flatMap((path) => {
    const part = partOf(path);
    return importsOf(path)
      .map(partOf)
      .filter((imported) => imported !== part && !allowed[part]?.includes(imported))
      .map((imported) => `${path} imports ${imported}`);
  });
  expect(sources.length).toBeGreaterThan(20);
  expect(wrong).toEqual([]);
});

test('a file holds one thing: fewer than 200 lines', () => {
  const long = sources.filter((path) => {
    return readFileSync(join(root, path), 'utf8').split('\n').length > 200;
  });
  expect(long).toEqual([]);
});

test('no file imports itself through others', () => {
  const done = new Set<string>();
  expect(sources.map((path) => circle(path, [], done)).find(Boolean)).toBeUndefined();
  expect(done.size).toBe(sources.length);
});
