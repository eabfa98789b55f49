import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { project } from '../run/environment.mjs';
import { needsLoader } from './binary.mjs';
import { withRepository } from './repository.mjs';
import { cratesOf, packages } from './sbom.mjs';

const lock = `version = 4

[[package]]
name = "own"
version = "0.1.0"

[[package]]
name = "memchr"
version = "2.8.3"
checksum = "ab12"
`;

test('a bill lists each crate of a registry once, with its license and checksum', () => {
  const tree =
    'own v0.1.0 (/here)|MIT\nmemchr v2.8.3|Unlicense/MIT\nmemchr v2.8.3|Unlicense/MIT (*)\n';
  expect(cratesOf(tree, lock)).toEqual([
    {
      type: 'library',
      'bom-ref': 'pkg:cargo/memchr@2.8.3',
      name: 'memchr',
      version: '2.8.3',
      purl: 'pkg:cargo/memchr@2.8.3',
      licenses: [{ expression: 'Unlicense OR MIT' }],
      hashes: [{ alg: 'SHA-256', content: 'ab12' }],
    },
  ]);
});

test('a bill lists the npm packages that are bundled', () => {
  const text = readFileSync(join(project, 'package-lock.json'), 'utf8');
  const { dependencies } = JSON.parse(readFileSync(join(project, 'package.json'), 'utf8'));
  const found = packages(JSON.parse(text).packages);
  const names = found.map(({ name }) => name);
  expect(names).toEqual(expect.arrayContaining(Object.keys(dependencies)));
  expect(names).not.toContain('vite');
  const lit = found.find(({ name }) => name === '@lit/reactive-element');
  expect(lit?.purl).toBe(`pkg:npm/%40lit/reactive-element@${lit?.version}`);
  expect(lit?.hashes[0]?.content).toMatch(/^[0-9a-f]{128}$/);
});

test('the repository is written to a manifest once', () => {
  const manifest = '[package]\nname = "a"\nlicense.workspace = true\n\n[lib]\n';
  const first = withRepository(manifest, 'https://one.example/a');
  const second =
    '[package]\nname = "a"\nlicense.workspace = true\nrepository = "https://two.example/a"\n\n[lib]\n';
  expect(withRepository(first, 'https://two.example/a')).toBe(second);
});

test('a file that needs a loader is not static', () => {
  const elf = (types) => {
    const file = Buffer.alloc(64 + 56 * types.length);
    file.writeBigUInt64LE(64n, 32);
    file.writeUInt16LE(56, 54);
    file.writeUInt16LE(types.length, 56);
    for (const [i, type] of types.entries()) file.writeUInt32LE(type, 64 + 56 * i);
    return file;
  };
  const [load, dynamic, interpreter] = [1, 2, 3];
  expect(needsLoader(elf([load, dynamic]))).toBe(false);
  expect(needsLoader(elf([load, interpreter, dynamic]))).toBe(true);
});
