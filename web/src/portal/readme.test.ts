import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { attributeOf, framedNames, names } from '../element/properties/properties';
import { resultNames } from '../options/names';

const root = join(import.meta.dirname, '..', '..', '..');
const read = (...path: string[]) => readFileSync(join(root, ...path), 'utf8');
const readme = read('web', 'package', 'README.md');

/** Returns the lines of the table that a heading of its first column begins. */
function table(head: string): string[] {
  const [, rows = ''] = readme.split(new RegExp(`^\\| ${head} \\|.*\\n\\|[-|]+\\n`, 'm'));
  return (rows.split(/\n(?!\|)/)[0] ?? '').split('\n');
}

/** Returns the words in the first column of a table. */
function named(head: string): string[] {
  return table(head).flatMap((line) => {
    const [, cell = ''] = line.split('|');
    return [...cell.matchAll(/`([\w.-]+)/g)].map(([, name = '']) => name);
  });
}

test('the tables name every attribute, event and error code, and no others', () => {
  expect(named('attribute').sort()).toEqual(names.map(attributeOf).sort());
  const events = read('web', 'src', 'element', 'session', 'announce.ts').matchAll(
    /^ {2}(\w+): CustomEvent/gm,
  );
  expect(named('event').sort()).toEqual([...events].map(([, name]) => name).sort());
  const codes = read('web', 'src', 'types', 'error_code.ts').matchAll(/\| '(\w+)'/g);
  expect(named('code').sort()).toEqual([...codes].map(([, code]) => code).sort());
});

test('a portal may set by message what the README lists', () => {
  const line = table('to the frame').find((each) => each.includes("'set'")) ?? '';
  const [, , effect = ''] = line.split('|');
  const listed = [...effect.matchAll(/`(\w+)`/g)].map(([, name]) => name);
  expect(listed.sort()).toEqual([...framedNames].sort());
});

test('the columns of each result are those that the oracle expects', () => {
  const types: Record<string, string> = {
    utf8: '',
    int64: 'int64',
    date32: 'day',
    'list<date32>': 'list of days',
  };
  const lines = table('result');
  expect(lines.map((line) => /`(\w+)`/.exec(line)?.[1])).toEqual(resultNames);
  for (const [at, kind] of resultNames.entries()) {
    const file = kind.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
    const path = ['tests', 'fixtures', 'sample', 'expected', `${file}.json`];
    if (!existsSync(join(root, ...path))) continue;
    const { columns } = JSON.parse(read(...path));
    const [, , cell = ''] = (lines[at] ?? '').split('|');
    const listed = [...cell.matchAll(/`(\w+)`(?: \(([^)]*)\))?/g)];
    const plain = (text = '') => text.replace(/^text.*/, '').split(',')[0] ?? '';
    expect(listed.map(([, name, type]) => [name, plain(type)])).toEqual(
      columns.map(({ name, type }: { name: string; type: string }) => [name, types[type]]),
    );
  }
});

test('the custom properties and parts are listed', () => {
  const theme =
    read('web', 'src', 'ui', 'theme.ts') + read('web', 'src', 'ui', 'results', 'result_view.ts');
  const properties = [...theme.matchAll(/var\(--daytally(-[\w-]+)/g)].map(([, name]) => name);
  expect(properties.length).toBeGreaterThan(15);
  const [, line = ''] = /These custom properties(.*)/.exec(readme) ?? [];
  const listed = [...line.matchAll(/`(?:--daytally)?(-[\w-]+)`/g)].map(([, name]) => name);
  expect(listed.sort()).toEqual([...new Set(properties)].sort());
});

test('the lines of the guide for frameworks are the files that npm run frameworks builds', () => {
  const sites = ['tests', 'frameworks'];
  const guide = read('docs', 'guides', 'portal.md');
  const lines = (language: string) =>
    new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``).exec(guide)?.[1] ?? '';
  expect(lines('tsx')).toBe(read(...sites, 'next', 'app', 'report.tsx'));
  const written: [string, string[]][] = [
    ['ts', ['angular', 'src', 'portal.ts']],
    ['json', ['angular', 'angular.json']],
  ];
  for (const [language, path] of written) {
    const source = read(...sites, ...path);
    const each = lines(language).trimEnd().split('\n');
    expect(each).toHaveLength(3);
    for (const line of each) expect(source).toContain(line);
  }
});

test('the first lines for each host are the files that tests/consumers runs', () => {
  const consumers = ['tests', 'consumers'];
  const blocks = [...readme.matchAll(/```(\w+)\n([\s\S]*?)```/g)];
  const block = (language: string) => blocks.find(([, each]) => each === language)?.[2] ?? '';
  expect(block('jsx')).toBe(read(...consumers, 'react', 'quick_start.jsx'));
  expect(block('js')).toBe(read(...consumers, 'vite', 'quick_start.js'));
  const plain = read(...consumers, 'site', 'quick_start.html');
  const lines = block('html').trimEnd().split('\n');
  expect(lines).toHaveLength(2);
  for (const line of lines) expect(plain).toContain(line);
});
