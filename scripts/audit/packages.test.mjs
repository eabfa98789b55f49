import { expect, test } from 'vitest';
import { faultsOf } from './packages.mjs';

const integrity = 'sha512-AAAA';

test('packages without a checksum, from elsewhere, or of another license are named', () => {
  const packages = {
    '': { name: 'project' },
    'node_modules/good': { integrity, license: 'MIT' },
    'node_modules/tool': { integrity, license: 'MPL-2.0', dev: true },
    'node_modules/bare': { license: 'MIT' },
    'node_modules/away': { integrity, license: 'MIT', resolved: 'https://files.example/a.tgz' },
    'node_modules/copyleft': { integrity, license: 'AGPL-3.0' },
    'node_modules/silent': { integrity },
  };
  expect(faultsOf(packages)).toEqual([
    'node_modules/bare has no checksum',
    'node_modules/away comes from https://files.example/a.tgz',
    'node_modules/copyleft has the license AGPL-3.0',
    'node_modules/silent has the license undefined',
  ]);
});
