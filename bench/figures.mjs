// docs/bench.json, and the part of docs/benchmarks.md that is generated from it.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readText, writeText } from '../scripts/run/cache.mjs';
import { project } from '../scripts/run/environment.mjs';
import { SetupError } from '../scripts/run/step.mjs';
import { tables } from './table.mjs';

const kept = join(project, 'docs', 'bench.json');
const page = join(project, 'docs', 'benchmarks.md');
const begin = '<!-- figures: generated from docs/bench.json by `npm run bench -- --keep` -->';
const end = '<!-- end of the figures -->';

/** Returns the figures in docs/bench.json. */
export function keptFigures() {
  const text = readText(kept);
  return text === undefined ? {} : JSON.parse(text);
}

/**
 * Returns the figures of a run with those that earlier runs measured on the same machine. Layouts
 * are kept only if they have the same number of rows.
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

/** Returns the page with the figures between its marks. */
export function withFigures(text, figures) {
  const [from, to] = [text.indexOf(begin), text.indexOf(end)];
  if (from < 0 || to < from) {
    throw new SetupError(
      'docs/benchmarks.md has no marks for the figures',
      `put ${begin} and ${end} in it.`,
    );
  }
  return `${text.slice(0, from + begin.length)}\n\n${tables(figures)}\n\n${text.slice(to)}`;
}
