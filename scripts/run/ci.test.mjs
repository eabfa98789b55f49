import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { checks } from './checks.mjs';
import { project } from './environment.mjs';

const lines = readFileSync(join(project, '.github/workflows/ci.yml'), 'utf8').split('\n');

/** The values of a key in the workflow, in the order of its lines. */
function valuesOf(key) {
  const start = `${key}: `;
  const found = lines.map((line) => line.trim()).filter((line) => line.startsWith(start));
  return found.map((line) => line.slice(start.length));
}

test('each check is in exactly one job of the workflow', () => {
  const inJobs = valuesOf('checks').flatMap((names) => names.split(','));
  expect(inJobs.toSorted()).toEqual(checks.map(({ name }) => name).toSorted());
});

test('the weekly jobs and the release run scripts that exist', () => {
  const { scripts } = JSON.parse(readFileSync(join(project, 'package.json'), 'utf8'));
  const commands = valuesOf('command').map((command) => command.split(' ')[0]);
  expect(commands.length).toBeGreaterThan(0);
  const release = readFileSync(join(project, '.github/workflows/release.yml'), 'utf8');
  commands.push(...[...release.matchAll(/npm run ([\w:]+)/g)].map(([, name]) => name));
  expect(commands).toContain('release');
  for (const command of commands) expect(scripts).toHaveProperty(command);
});
