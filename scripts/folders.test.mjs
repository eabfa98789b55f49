import { readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { expect, test } from 'vitest';
import { project } from './run/environment.mjs';

const limit = 16;
const roots = ['bench', 'crate', 'cli', 'docs', 'scripts', 'spark', 'store', 'tests', 'web'];
/** Folders of tools, of builds, and of data. */
const skipped =
  /^(node_modules|target|generated|dist|build|fixtures?|__pycache__|\..*|.*\.egg-info)$/;

/** Returns the number of files in each folder below a folder. */
function count(folder, counts = new Map()) {
  const entries = readdirSync(folder, { withFileTypes: true });
  counts.set(relative(project, folder), entries.filter((entry) => entry.isFile()).length);
  for (const entry of entries) {
    if (entry.isDirectory() && !skipped.test(entry.name)) count(join(folder, entry.name), counts);
  }
  return counts;
}

test(`a folder has at most ${limit} files, tests included`, () => {
  const present = readdirSync(project).filter((name) => roots.includes(name));
  const counts = present.flatMap((name) => [...count(join(project, name))]);
  expect(counts.length).toBeGreaterThan(100);
  expect(counts.filter(([, files]) => files > limit)).toEqual([]);
});
