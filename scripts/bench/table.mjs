// The figures as tables, for the terminal and for the README.
import { targets } from './targets.mjs';
import { bytes, columns, markdown, seconds, times } from './text.mjs';

/** The rows of a file for which the targets hold. */
const wantedRows = 100_000_000;
const numbers = ['no', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight'];
const several = (count, noun) => `${numbers[count] ?? count} ${noun}${count === 1 ? '' : 's'}`;

/** What each contestant is, in words. */
function names({ threads, versions }, chromium) {
  const workers = several(threads, 'worker');
  const all = several(threads, 'thread');
  const version = (engine) => versions[engine] ?? '';
  return {
    page: `the page in Chromium${chromium ? ` ${chromium.split('.')[0]}` : ''}, ${workers}, in a tab just opened`,
    pageAgain: 'the same, a second run in that tab',
    command: `\`daytally all\`, ${all}, until all but the snapshot is ready`,
    command1: '`daytally all`, one thread, until all but the snapshot is ready',
    whole: `\`daytally all\`, ${all}, with six results written to disk`,
    combined: `\`daytally combined\` as Parquet, ${all}, written to disk`,
    copy: 'the file copied, written to disk',
    combinedFromDisk: 'the same `daytally combined`, read from disk',
    copyFromDisk: 'the file copied, read from disk',
    decode: `the five columns decoded and dropped (Arrow's Rust reader), ${all}`,
    polars: `Polars ${version('polars')}, ${all}: the three questions, one after the other`,
    duckdb: `DuckDB ${version('duckdb')}, ${all}: the same`,
  };
}

/** Who took how long in a layout; the command's results on disk are a row of their own. */
function taken({ results }) {
  const whole = results.command && { seconds: results.command.whole };
  const { combined, copy, combinedFromDisk, copyFromDisk } = results;
  const { page, pageAgain, command, command1, decode, polars, duckdb } = results;
  const written = { whole, combined, copy, combinedFromDisk, copyFromDisk };
  const all = { page, pageAgain, command, command1, ...written, decode, polars, duckdb };
  return Object.entries(all).filter(([, found]) => found !== undefined);
}

/** Everything of one layout: seconds, speed, ratio to the page, memory. */
export function layoutTable(layout, chromium) {
  const words = names(layout, chromium);
  const base = (layout.results.page ?? layout.results.command)?.seconds;
  const head = ['', 'seconds', 'M rows/s', 'MB/s', 'times', 'memory'];
  const rows = taken(layout).map(([name, { seconds: took, memoryMiB }]) => [
    words[name].replaceAll('`', ''),
    took.toFixed(2),
    (layout.rows / took / 1e6).toFixed(1),
    (layout.bytes / took / 1e6).toFixed(0),
    base ? times(took / base) : '',
    memoryMiB ? bytes(memoryMiB * 2 ** 20) : '',
  ]);
  return columns([head, ...rows]);
}

export function targetTable(figures) {
  const rows = targets(figures).map(({ what, bound, found, met }) => [
    what,
    bound,
    found,
    met ? 'met' : 'NOT MET',
  ]);
  return columns([['target', 'bound', 'found', ''], ...rows]);
}

/** What was not measured on the day of the rest, and when it was. */
function earlier(figures, date) {
  const parts = {
    big: 'the largest file',
    saved: 'the saved CSV',
    smallFiles: 'the small files',
    videos: 'the ten million videos',
  };
  const told = Object.entries(parts)
    .map(([name, what]) => ({ what, on: figures[name]?.date ?? date }))
    .filter(({ on }) => on !== date)
    .map(({ what, on }) => `${what} on ${on}`);
  return told.length === 0 ? [] : [`Of another day: ${told.join(', ')}.`];
}

/** The README's part, from the figures alone. */
export function readme(figures) {
  const { machine, versions, layouts } = figures;
  const list = Object.entries(layouts);
  const [[, first]] = list;
  const { processor, cores, memoryGiB, system } = machine;
  const size = ([name, { bytes: all }]) => `${name} ${(all / 1e6).toFixed(0)} MB`;
  const intro = [
    `Seconds for a file of ${first.rows.toLocaleString('en-US')} rows, as \`daytally generate\` makes it`,
    `(${list.map(size).join(', ')}), read from memory: ${first.rounds > 1 ? 'medians of ' : ''}${several(first.rounds, 'round')}, everyone in turn,`,
    `on ${cores} cores (${processor}, ${memoryGiB} GiB, ${system}), ${first.date}.`,
    'Beside the time stands the memory of the whole process tree at its peak, for the browser above its idle.',
    '"Clustered" is sorted by channel, video and date; "daily" is what a daily pull appends,',
    'with every video in every row group. The page is timed until it shows all but the snapshot. Everyone found the same.',
  ].join(' ');
  const words = names(first, versions.chromium);
  const cell = (found) =>
    found === undefined
      ? ''
      : `${seconds(found.seconds)}${found.memoryMiB ? `, ${bytes(found.memoryMiB * 2 ** 20)}` : ''}`;
  const rows = taken(first).map(([name]) => [
    words[name],
    ...list.map(([, layout]) => cell(Object.fromEntries(taken(layout))[name])),
  ]);
  const head = ['what', ...list.map(([name]) => name)];
  const wanted = targets(figures).map(({ what, bound, found, met }) => [
    what,
    bound,
    found,
    met ? 'yes' : 'no',
  ]);
  return [
    intro,
    markdown([head, ...rows]),
    `What it is meant to reach, and whether it does:${first.rows === wantedRows ? '' : ` the targets are for ${wantedRows.toLocaleString('en-US')} rows, which these were not.`}`,
    markdown([['what', 'target', 'found', 'met'], ...wanted]),
    ...earlier(figures, first.date),
  ].join('\n\n');
}
