import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { attributeOf, names, valid } from '../element/properties/properties';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const read = (...path: string[]) => readFileSync(join(root, ...path), 'utf8');

/** Returns the text of a doc comment in one line. */
function plain(comment: string): string {
  const [text = ''] = comment.split('@example');
  return text.replace(/(\s*\n?\s*\*)+ ?/g, ' ').trim();
}

/** Returns the doc comments of the members of a source, by name. */
function documented(text: string, member: RegExp): Map<string, { text: string; type: string }> {
  const found = [
    ...text.matchAll(new RegExp(`/\\*\\*((?:(?!\\*/)[\\s\\S])*)\\*/\\s*${member.source}`, 'g')),
  ];
  return new Map(
    found.map(([, comment = '', name = '', type = '']) => [name, { text: plain(comment), type }]),
  );
}

const options = documented(
  read('element', 'properties', 'element_options.ts'),
  /@option\(\) (\w+)(?:: ([^=;]+))?/,
);
const events = documented(
  read('element', 'session', 'announce.ts').replace(/^[\s\S]*interface DaytallyEvents \{/, ''),
  /(\w+): (CustomEvent<[\s\S]*?>);\n/,
);
const members = documented(
  read('portal', 'members.ts').replace(/interface DaytallyElement[\s\S]*$/, ''),
  /(?:readonly |get |set )?(\w+)(?:\(.*?\))?: ([^;]+);/,
);

/** Describes the element in the form of https://github.com/webcomponents/custom-elements-manifest. */
function manifest() {
  const described = names.map((name) => {
    const { text = '', type = '' } = options.get(name) ?? {};
    const absent = JSON.stringify(valid(name, undefined));
    const known = type.trim() || (absent === 'false' ? 'boolean' : 'string');
    return { name, text, type: known, absent };
  });
  const methods = [...members].filter(([name]) => ['open', 'run', 'cancel'].includes(name));
  const fields = [...members].filter(([name]) => !['open', 'run', 'cancel'].includes(name));
  return {
    schemaVersion: '1.0.0',
    modules: [
      {
        kind: 'javascript-module',
        path: 'dist/define.js',
        declarations: [
          {
            kind: 'class',
            customElement: true,
            name: 'DaytallyElement',
            tagName: 'day-tally',
            description: 'Monthly views, missing days and a snapshot from Parquet files.',
            attributes: described.map(({ name, text, type, absent }) => ({
              name: attributeOf(name),
              fieldName: name,
              description: text,
              type: { text: type },
              ...(absent !== undefined && { default: absent }),
            })),
            members: [
              ...described.map(({ name, text, type }) => ({
                kind: 'field',
                name,
                attribute: attributeOf(name),
                description: text,
                type: { text: type },
              })),
              ...fields.map(([name, { text, type }]) => ({
                kind: 'field',
                name,
                description: text,
                type: { text: type },
              })),
              ...methods.map(([name, { text, type }]) => ({
                kind: 'method',
                name,
                description: text,
                return: { type: { text: type } },
              })),
            ],
            events: [...events].map(([name, { text, type }]) => ({
              name,
              description: text,
              type: { text: type.replace(/\s+/g, ' ') },
            })),
            slots: [
              { name: 'title', description: 'Above everything, such as a heading.' },
              { name: 'start', description: 'Shown before data is open.' },
            ],
            cssParts: cssParts(),
            cssProperties: cssProperties(),
          },
        ],
        exports: [
          {
            kind: 'custom-element-definition',
            name: 'day-tally',
            declaration: { name: 'DaytallyElement', module: 'dist/define.js' },
          },
        ],
      },
    ],
  };
}

/** Returns the parts of the element itself, and those that its views hand out. */
function cssParts() {
  const texts: Record<string, string> = {
    page: 'Everything.',
    header: 'The title, and a sentence before data is open.',
    toolbar: 'The line about the open data, and the filter of a table.',
    tabs: 'The list of tabs.',
    table: 'The table of a result.',
    button: 'The buttons that open and analyze data.',
    'drop-zone': 'Where files are dropped.',
  };
  return Object.entries(texts).map(([name, description]) => ({ name, description }));
}

/** Returns the custom properties that the theme reads, with their defaults. */
function cssProperties() {
  const sources = [read('ui', 'theme.ts'), read('ui', 'results', 'result_view.ts')].join('\n');
  const found = [...sources.matchAll(/var\((--daytally-[\w-]+), (.*)\);/g)];
  return found.map(([, name, value]) => ({ name, default: value }));
}

test('custom-elements.json describes the element as it is', async () => {
  expect(names.filter((name) => !options.get(name)?.text)).toEqual([]);
  expect([...events.keys()]).toEqual([
    ...['statechange', 'progress', 'result', 'error', 'viewchange', 'choose'],
  ]);
  expect(cssProperties().length).toBeGreaterThan(15);
  const text = `${JSON.stringify(manifest(), null, 2)}\n`;
  await expect(text).toMatchFileSnapshot('../../package/custom-elements.json');
});

test('the parts exist, and their names leave the views', () => {
  const element = ['index.ts', 'views.ts', 'opener.ts', 'source_panel.ts']
    .map((name) => read('element', name))
    .join('\n');
  const shown = [...element.matchAll(/(?:export)?parts?="([\w,-]+)"/g)].flatMap(([, all = '']) =>
    all.split(','),
  );
  expect([...new Set(shown)].sort()).toEqual(
    cssParts()
      .map(({ name }) => name)
      .sort(),
  );
});

test('the component for React knows every property and event', async () => {
  const path = join(root, '..', 'package', 'react', 'names.js');
  const react = await import(/* @vite-ignore */ path);
  expect(react.properties).toEqual([...names, 'files', 'linkTo']);
  expect(Object.values(react.events)).toEqual([...events.keys()]);
});
