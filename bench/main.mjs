// `npm run bench`: the page, the command line, and other engines on the same data, in turn.
import { parseArgs } from 'node:util';
import { sizes } from '../scripts/budgets/sizes.mjs';
import { writeText } from '../scripts/run/cache.mjs';
import { project } from '../scripts/run/environment.mjs';
import { main, SetupError } from '../scripts/run/step.mjs';
import { prepare } from '../scripts/setup/all.mjs';
import { setUpBrowser } from '../scripts/setup/browser.mjs';
import { buildCommands } from './commands.mjs';
import { keep, keptFigures, together } from './figures.mjs';
import { measureLayout } from './layouts.mjs';
import { big, saved, smallFiles, videos } from './long.mjs';
import { machine, today, versionOf } from './machine.mjs';
import { servePage } from './page.mjs';
import { serveEngines } from './peers/browser.mjs';
import { findPeers } from './peers/peers.mjs';
import { store } from './store/store.mjs';
import { layoutTable, targetTable } from './table.mjs';

const options = {
  rows: { type: 'string', default: '10000000' },
  rounds: { type: 'string', default: '3' },
  threads: { type: 'string', default: '2' },
  layouts: { type: 'string', default: 'clustered,daily' },
  only: { type: 'string', default: 'command,page,peers' },
  'browser-peers': { type: 'boolean', default: false },
  big: { type: 'boolean', default: false },
  'big-rows': { type: 'string', default: '1000000000' },
  saved: { type: 'boolean', default: false },
  'saved-rows': { type: 'string', default: '50000000' },
  'small-files': { type: 'boolean', default: false },
  'file-rows': { type: 'string', default: '10000000' },
  store: { type: 'boolean', default: false },
  'store-rows': { type: 'string', default: '100000000' },
  videos: { type: 'boolean', default: false },
  'video-rows': { type: 'string', default: '300000000' },
  'memory-mib': { type: 'string', default: '1024' },
  keep: { type: 'boolean', default: false },
};

function whole(values, name) {
  const value = Number(values[name]);
  if (Number.isSafeInteger(value) && value > 0) return value;
  throw new SetupError(`--${name} is ${values[name]}`, 'give it a whole number above 0.');
}

function chosen(values, name, known) {
  const names = values[name].split(',').filter(Boolean);
  const unknown = names.filter((it) => !known.includes(it));
  if (unknown.length === 0) return names;
  throw new SetupError(`--${name} has ${unknown.join(', ')}`, `choose from: ${known.join(', ')}.`);
}

await main(async () => {
  const { values } = parseArgs({ options });
  const layouts = chosen(values, 'layouts', ['clustered', 'daily']);
  const only = chosen(values, 'only', ['command', 'page', 'peers']);
  const [rows, count, threads] = ['rows', 'rounds', 'threads'].map((name) => whole(values, name));
  const bigRows = whole(values, 'big-rows');
  const savedRows = whole(values, 'saved-rows');
  const fileRows = whole(values, 'file-rows');
  const storeRows = whole(values, 'store-rows');
  const videoRows = whole(values, 'video-rows');
  const memoryMiB = whole(values, 'memory-mib');

  const environment = await prepare();
  await setUpBrowser(environment);
  const { daytally, decode } = await buildCommands(environment);
  const executablePath = environment.native.DAYTALLY_CHROMIUM;
  const none = { python: undefined, engines: [] };
  const server = await servePage();
  const page = { executablePath, url: server.url, threads };
  const bench = {
    commands: { daytally, decode: only.includes('command') ? decode : undefined },
    page: only.includes('page') ? page : undefined,
    peers: only.includes('peers') ? await findPeers() : none,
    engines: values['browser-peers'] ? await serveEngines(executablePath) : undefined,
    ...{ rows, count, threads, bigRows, savedRows, fileRows, storeRows, videoRows, memoryMiB },
  };
  const figures = {
    date: today(),
    machine: await machine(),
    versions: {
      daytally: await versionOf(daytally),
      chromium: await versionOf(executablePath),
    },
    sizes: await sizes(),
    layouts: {},
  };
  try {
    for (const layout of layouts) {
      const found = await measureLayout(bench, layout);
      figures.layouts[layout] = found;
      console.log(`\n${layoutTable(found, figures.versions.chromium)}`);
    }
    const long = { ...bench, page };
    if (values['small-files']) figures.smallFiles = await smallFiles(long);
    if (values.big) figures.big = await big(long);
    if (values.saved) figures.saved = await saved(long);
    if (values.store) figures.store = await store(long);
    if (values.videos) figures.videos = await videos(long);
  } finally {
    await bench.engines?.close();
    await server.close();
  }
  console.log(`\n${targetTable(figures)}`);
  const last = `${project}/target/bench-data/figures.json`;
  writeText(last, `${JSON.stringify(figures, null, 2)}\n`);
  console.log(`\nThe figures are in ${last}.`);
  if (values.keep) {
    keep(together(keptFigures(), figures));
    console.log('They are also in docs/bench.json and docs/benchmarks.md.');
  }
  return 0;
});
