// docs/bench.json, and the part of the README that is made of it.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readText, writeText } from '../run/cache.mjs';
import { project } from '../run/environment.mjs';
import { SetupError } from '../run/step.mjs';
import { readme } from './table.mjs';

const kept = join(project, 'docs', 'bench.json');
const page = join(project, 'README.md');
const begin = '<!-- figures: made of docs/bench.json by `npm run bench -- --readme` -->';
const end = '<!-- end of the figures -->';

/** Every figure that is kept, of whichever run. */
export function keptFigures() {
  const text = readText(kept);
  return text === undefined ? {} : JSON.parse(text);
}

/**
 * The figures of a run, and what earlier ones measured besides on the same machine; layouts stand
 * side by side only with the same rows.
 */
export function together(before, { layouts, ...now }) {
  if (JSON.stringify(before.machine) !== JSON.stringify(now.machine)) return { ...now, layouts };
  const wanted = Object.values(layouts)[0]?.rows;
  const kept = Object.entries(before.layouts ?? {}).filter(
    ([, { rows }]) => wanted === undefined || rows === wanted,
  );
  const all = { ...Object.fromEntries(kept), ...layouts };
  const order = ['clustered', 'daily'].filter((name) => name in all);
  return { ...before, ...now, layouts: Object.fromEntries(order.map((name) => [name, all[name]])) };
}

export function keep(figures) {
  writeText(kept, `${JSON.stringify(figures, null, 2)}\n`);
  writeFileSync(page, withFigures(readFileSync(page, 'utf8'), figures));
}

/** A README with the figures between its marks. */
export function withFigures(text, figures) {
  const [from, to] = [text.indexOf(begin), text.indexOf(end)];
  if (from < 0 || to < from) {
    throw new SetupError(
      'README.md has no place for the figures',
      `put ${begin} and ${end} in it.`,
    );
  }
  return `${text.slice(0, from + begin.length)}\n\n${readme(figures)}\n\n${text.slice(to)}`;
}
