// The figures as tables, for the terminal and for docs/benchmarks.md.
import { targets } from './targets.mjs';
import { bytes, columns, markdown, seconds, times } from './text.mjs';

/** Rows of the file that the targets are for. */
const wantedRows = 100_000_000;
const numbers = ['no', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight'];
const several = (count, noun) => `${numbers[count] ?? count} ${noun}${count === 1 ? '' : 's'}`;

/** Describes each contestant. */
function names({ threads, versions }, chromium) {
  const workers = several(threads, 'worker');
  const all = several(threads, 'thread');
  const version = (engine) => versions[engine] ?? '';
  return {
    page: `Page in Chromium${chromium ? ` ${chromium.split('.')[0]}` : ''}, ${workers}, new tab`,
    pageAgain: 'Page, second run in the same tab',
    command: `\`daytally all\`, ${all}, until everything but the snapshot is ready`,
    command1: '`daytally all`, one thread, until everything but the snapshot is ready',
    whole: `\`daytally all\`, ${all}, six results written to disk`,
    combined: `\`daytally combined\` as Parquet, ${all}, written to disk`,
    copy: 'Plain copy of the file, written to disk',
    combinedFromDisk: '`daytally combined`, input read from disk',
    copyFromDisk: 'Plain copy, input read from disk',
    decode: `Five columns decoded and dropped (Arrow's Rust reader), ${all}`,
    polars: `Polars ${version('polars')}, ${all}, the three questions in sequence`,
    duckdb: `DuckDB ${version('duckdb')}, ${all}, the three questions in sequence`,
    duckdbWasm: `DuckDB-Wasm ${version('duckdbWasm')} in the same browser, the three questions in sequence`,
    chdbWasm: `chdb-wasm (ClickHouse ${version('chdbWasm')}) in the same browser, the three questions in sequence`,
  };
}

/** Returns the measurements of a layout; the command's results on disk are a row by themselves. */
function taken({ results }) {
  const whole = results.command && { seconds: results.command.whole };
  const { combined, copy, combinedFromDisk, copyFromDisk } = results;
  const { page, pageAgain, command, command1, decode } = results;
  const { polars, duckdb, duckdbWasm, chdbWasm } = results;
  const written = { whole, combined, copy, combinedFromDisk, copyFromDisk };
  const engines = { polars, duckdb, duckdbWasm, chdbWasm };
  const all = { page, pageAgain, command, command1, ...written, decode, ...engines };
  return Object.entries(all).filter(([, found]) => found !== undefined);
}

/** Formats one layout: seconds, speed, ratio to the page, memory. */
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

/** Lists the parts that were measured on another day. */
function earlier(figures, date) {
  const parts = {
    big: 'the largest file',
    saved: 'the saved CSV',
    smallFiles: 'the small files',
    videos: 'the ten million videos',
  };
  const list = Object.entries(parts)
    .map(([name, what]) => ({ what, on: figures[name]?.date ?? date }))
    .filter(({ on }) => on !== date)
    .map(({ what, on }) => `${what} on ${on}`);
  return list.length === 0 ? [] : [`Measured on another day: ${list.join(', ')}.`];
}

/** Formats the generated part of docs/benchmarks.md. */
export function tables(figures) {
  const { machine, versions, layouts } = figures;
  const list = Object.entries(layouts);
  const [[, first]] = list;
  const { processor, cores, memoryGiB, system } = machine;
  const rowsOf = ({ rows }) => rows.toLocaleString('en-US');
  const size = ([name, { bytes: all }]) => `${name} ${(all / 1e6).toFixed(0)} MB`;
  const intro = [
    `- Machine: ${processor}, ${cores} cores, ${memoryGiB} GiB, ${system}; ${first.date}.`,
    `- Data: one file of ${rowsOf(first)} rows from \`daytally generate\` (${list.map(size).join(', ')}), in the page cache.`,
    `- Each cell: time${first.rounds > 1 ? `, median of ${several(first.rounds, 'round')},` : ''} and peak memory of the whole process tree, for the browser above its idle.`,
  ].join('\n');
  const words = names(first, versions.chromium);
  const cell = (found) =>
    found === undefined
      ? ''
      : `${seconds(found.seconds)}${found.memoryMiB ? `, ${bytes(found.memoryMiB * 2 ** 20)}` : ''}`;
  const rows = taken(first).map(([name]) => [
    words[name],
    ...list.map(([, layout]) => cell(Object.fromEntries(taken(layout))[name])),
  ]);
  const head = ['', ...list.map(([name]) => name)];
  const wanted = targets(figures).map(({ what, bound, found, met }) => [
    what,
    bound,
    found,
    met ? 'yes' : 'no',
  ]);
  return [
    intro,
    markdown([head, ...rows]),
    '## Targets',
    ...(first.rows === wantedRows
      ? []
      : [`The targets are for ${wantedRows.toLocaleString('en-US')} rows; these figures are not.`]),
    markdown([['', 'target', 'measured', 'met'], ...wanted]),
    ...earlier(figures, first.date),
  ].join('\n\n');
}
