// Objects of a store behind a simulated network, against a local folder and other engines.
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { project } from '../../scripts/run/environment.mjs';
import { SetupError } from '../../scripts/run/step.mjs';
import { data, warm } from '../data.mjs';
import { today } from '../machine.mjs';
import { measure } from '../program.mjs';
import { median, round, rounds } from '../rounds.mjs';
import { bucket, serveStore } from './server.mjs';

const script = join(project, 'bench', 'store', 'peers.py');
/** Milliseconds, bytes a second, and replies at once. */
const network = { latency: 50, rate: 200e6, connections: 16 };

/** Measures the monthly views of clustered rows in 64 objects. */
export async function store({ commands, peers, storeRows: rows, count, threads }) {
  const { daytally } = commands;
  const objects = await data(daytally, { rows, layout: 'clustered', files: 64 });
  await warm(objects);
  const planned = await measure(daytally, ['inspect', objects.path, '--json']);
  const needed = JSON.parse(planned.output).plan.bytes;
  console.log(`\n${objects.name}: ${(needed / 1e6).toFixed(0)} MB needed, from a store`);
  const server = await serveStore(objects.members, network);
  const bytes = {};
  const versions = {};
  let rowsFound;
  const same = (name, found) => {
    rowsFound ??= found;
    if (rowsFound === found) return;
    throw new SetupError(
      `${name} found ${found} rows, others ${rowsFound}`,
      'one of them is wrong.',
    );
  };
  const fromStore = async (name, run) => {
    const before = server.counts.bytes;
    const found = await run();
    bytes[name] = [...(bytes[name] ?? []), server.counts.bytes - before];
    return found;
  };
  const monthly = async (name, ...input) => {
    const out = join(objects.path, '..', `store-${process.pid}.parquet`);
    const args = ['monthly', ...input, '-o', out, '--threads', String(threads), '--json'];
    try {
      const { output, seconds, memory } = await measure(daytally, args);
      same(name, JSON.parse(output).outputs[0].rows);
      return { seconds, memory };
    } finally {
      rmSync(out, { force: true });
    }
  };
  const given = ['--endpoint-url', `http://${server.host}`, '--no-sign-request'];
  const contestants = {
    local: () => monthly('local', objects.path),
    command: () => fromStore('command', () => monthly('command', `s3://${bucket}/`, ...given)),
  };
  for (const engine of peers.engines) {
    contestants[engine] = () =>
      fromStore(engine, async () => {
        const args = [script, engine, server.host, String(threads)];
        const { output, memory } = await measure(peers.python, args);
        const { version, seconds, rows } = JSON.parse(output);
        versions[engine] = version;
        same(engine, rows);
        return { seconds, memory };
      });
  }
  try {
    const results = await rounds(count, contestants);
    const fetched = Object.fromEntries(
      Object.entries(bytes).map(([name, all]) => [name, median(all)]),
    );
    const transfer = round(needed / network.rate);
    return { date: today(), rows, needed, transfer, fetched, versions, ...network, results };
  } finally {
    await server.close();
  }
}
