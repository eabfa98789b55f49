// The performance targets and their measurements.
import { budgets } from '../scripts/budgets/sizes.mjs';
import { bytes, seconds, times } from './text.mjs';

const gibibyte = 1024;

/** Each target: what is measured, the bound, what was found, and whether it is met. */
export function targets({ layouts = {}, big, saved, smallFiles, store, videos, sizes }) {
  return [
    ...peers(layouts),
    ...ratios(
      layouts,
      'Command line against decoding the columns',
      'command',
      'decode',
      (layout) => (layout === 'clustered' ? 1.3 : 2.2),
    ),
    ...Object.entries({ '': 'in memory', FromDisk: 'on disk' }).flatMap(([from, where]) =>
      ratios(
        layouts,
        `\`combined\` as Parquet against copying a file ${where}`,
        `combined${from}`,
        `copy${from}`,
        () => 2.5,
      ),
    ),
    ...threads(layouts),
    ...ofBig(big),
    ...ofSaved(saved),
    ...ofSmallFiles(smallFiles),
    ...ofStore(store),
    ...ofVideos(videos),
    ...ofSizes(sizes),
  ];
}

/** How many times as fast as a peer each is to be, by layout. */
const peerTargets = [
  ['page', 'polars', 'Page (new tab) against Polars', { clustered: 14, daily: 6 }],
  ['pageAgain', 'polars', 'Page (second run) against Polars', { clustered: 14, daily: 6 }],
  ['command', 'polars', 'Command line against Polars', { clustered: 30, daily: 12 }],
  // Engines that are compiled to WebAssembly, in the same browser.
  ['page', 'duckdbWasm', 'Page (new tab) against DuckDB-Wasm', { clustered: 25, daily: 25 }],
  ['page', 'chdbWasm', 'Page (new tab) against chdb-wasm', { clustered: 15, daily: 15 }],
];

function peers(layouts) {
  return Object.entries(layouts).flatMap(([layout, { results }]) =>
    peerTargets.flatMap(([ours, theirs, what, { [layout]: min }]) => {
      const [own, other] = [results[ours]?.seconds, results[theirs]?.seconds];
      if (!own || !other) return [];
      const ratio = other / own;
      return [target(`${what}, ${layout}`, `${min} × faster`, times(ratio), ratio >= min)];
    }),
  );
}

function ratios(layouts, what, ours, theirs, max) {
  return Object.entries(layouts).flatMap(([layout, { results }]) => {
    const [left, right] = [results[ours]?.seconds, results[theirs]?.seconds];
    if (!left || !right) return [];
    const ratio = left / right;
    const bound = max(layout);
    return [target(`${what}, ${layout}`, `≤ ${bound} ×`, times(ratio), ratio <= bound)];
  });
}

function threads(layouts) {
  return Object.entries(layouts).flatMap(([layout, { results, threads }]) => {
    const [one, all] = [results.command1?.seconds, results.command?.seconds];
    if (!one || !all || threads !== 2) return [];
    const what = `Command line, two threads against one, ${layout}`;
    return [target(what, '≥ 1.8 × faster', times(one / all), one / all >= 1.8)];
  });
}

function ofBig(big) {
  if (!big) return [];
  const rows = `${big.rows.toLocaleString('en-US')} rows, clustered, in the page`;
  const found = [target(`${rows}: time`, '≤ 20 s', seconds(big.seconds), big.seconds <= 20)];
  if (big.memoryMiB) {
    const { memoryMiB } = big;
    const what = `${rows}: memory of the browser above its idle`;
    found.push(target(what, '≤ 1 GiB', bytes(memoryMiB * 2 ** 20), memoryMiB <= gibibyte));
  }
  const what = `preview of a file of ${(big.bytes / 1e9).toFixed(1)} GB after its drop`;
  const milliseconds = `${Math.round(big.preview * 1000)} ms`;
  return [...found, target(what, '< 300 ms', milliseconds, big.preview < 0.3)];
}

function ofSaved(saved) {
  if (!saved?.memoryMiB) return [];
  const size = `${(saved.bytes / 1e9).toFixed(1)} GB`;
  const what = `a CSV of ${size} saved from the page: memory of the browser above where it was`;
  const memory = saved.memoryMiB * 2 ** 20;
  return [target(what, '≤ 300 MB', bytes(memory), memory <= 300e6)];
}

function ofSmallFiles(measured) {
  if (!measured) return [];
  const { small, large } = measured;
  const files = `${small.files.toLocaleString('en-US')} small files`;
  return Object.entries({ command: 'command line', page: 'page' }).map(([name, where]) => {
    const bound = large[name] + 0.002 * (small.files - large.files);
    const what = `${files} against ${large.files} large ones, ${where}`;
    return target(what, `≤ ${seconds(bound)}`, seconds(small[name]), small[name] <= bound);
  });
}

function ofStore(measured) {
  if (!measured) return [];
  const { rows, needed, transfer, fetched, latency, rate, results } = measured;
  const { local, command } = results;
  const bound = 1.5 * Math.max(transfer, local.seconds);
  const what = `${Math.round(rows / 1e6)} million rows from a store (${latency} ms, ${rate / 1e6} MB/s)`;
  const share = fetched.command / needed;
  return [
    target(what, `≤ ${seconds(bound)}`, seconds(command.seconds), command.seconds <= bound),
    target(`${what}: bytes fetched`, '≤ 1.08 × those needed', times(share), share <= 1.08),
    ...['polars', 'duckdb'].flatMap((engine) => {
      if (!results[engine]) return [];
      const ratio = results[engine].seconds / command.seconds;
      return [target(`${what}, against ${engine}`, '≥ 1 × as fast', times(ratio), ratio >= 1)];
    }),
  ];
}

function ofVideos(measured) {
  if (!measured) return [];
  const { series, rows, limitMiB, threads, command, page } = measured;
  const millions = (value) => `${Math.round(value / 1e6)} million`;
  const what = `${millions(series)} videos, ${millions(rows)} rows, daily`;
  const bound = limitMiB * threads;
  const found = ({ memoryMiB, seconds: took }) =>
    `${seconds(took)}${memoryMiB ? `, ${bytes(memoryMiB * 2 ** 20)}` : ''}`;
  return Object.entries({ 'command line': command, page }).map(([where, part]) => {
    const limit = `≤ ${bytes(bound * 2 ** 20)} for ${threads} workers, the same results`;
    return target(`${what}, ${where}`, limit, found(part), (part.memoryMiB ?? 0) <= bound);
  });
}

function ofSizes(sizes = {}) {
  return budgets
    .filter(({ name }) => name !== 'wasm' && name in sizes)
    .map(({ name, what, target: bound }) =>
      target(what, `< ${bytes(bound)}`, bytes(sizes[name]), sizes[name] < bound),
    );
}

function target(what, bound, found, met) {
  return { what, bound, found, met };
}
