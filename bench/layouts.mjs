// The main measurement: all contestants in turn on each layout.
import { SetupError } from '../scripts/run/step.mjs';
import { all, combined, copy, decode } from './commands.mjs';
import { data, forget, warm } from './data.mjs';
import { today } from './machine.mjs';
import { onPage } from './page.mjs';
import { peer } from './peers/peers.mjs';
import { round, rounds } from './rounds.mjs';

/** The results that all contestants count in the same way; the engines make only these. */
const counted = ['monthly', 'gapsList', 'gapsDates', 'snapshot'];

/** Measures one layout; `bench` has the programs, the page, the peers and the options. */
export async function measureLayout(bench, layout) {
  const { commands, page, peers, engines, rows, count, threads } = bench;
  const file = await data(commands.daytally, { rows, layout });
  console.log(`\n${file.name}: ${rows} rows, ${(file.bytes / 1e6).toFixed(0)} MB`);
  await warm(file);
  const answers = new Answers();
  const previews = [];
  const contestants = {};
  if (commands.decode) {
    contestants.decode = () => decode(commands.decode, file.path, threads);
    for (const [name, count] of Object.entries({ command: threads, command1: 1 })) {
      contestants[name] = async () =>
        answers.compare(name, await all(commands.daytally, file.path, { threads: count }));
    }
    contestants.copy = () => copy(file.path);
    contestants.combined = async () =>
      answers.compare('combined', await combined(commands.daytally, file.path, threads));
    if (process.platform === 'linux' && (await forget(file))) {
      const { copy, combined } = contestants;
      contestants.copyFromDisk = () => fromDisk(file, copy);
      contestants.combinedFromDisk = () => fromDisk(file, combined);
      await warm(file);
    }
  }
  if (page) {
    let again;
    contestants.page = async () => {
      const { preview, runs } = await onPage(page, file.members, 2);
      previews.push(preview);
      again = answers.compare('page', runs[1]);
      return answers.compare('page', runs[0]);
    };
    contestants.pageAgain = () => again;
  }
  const versions = {};
  for (const engine of peers.engines) {
    contestants[engine] = async () => {
      const found = await peer(peers.python, engine, file.path, threads);
      versions[engine] = found.version;
      return answers.compare(engine, found);
    };
  }
  for (const engine of engines?.names ?? []) {
    contestants[engine] = async () => {
      const found = await engines.answers(engine, file.path);
      versions[engine] = found.version;
      return answers.compare(engine, found);
    };
  }
  const results = await rounds(count, contestants);
  const preview = previews.length > 0 ? { preview: round(Math.max(...previews)) } : {};
  const { bytes } = file;
  const about = { date: today(), rows, bytes, rounds: count, threads, versions, ...preview };
  return { ...about, counts: answers.counts, results };
}

/** Runs `work` on a file that is not in the page cache, then reads the file into it again. */
async function fromDisk(file, work) {
  await forget(file);
  const done = await work();
  await warm(file);
  return done;
}

/** Compares the counts of all contestants: their times are comparable only for equal counts. */
export class Answers {
  counts = {};

  compare(name, found) {
    for (const kind of [...counted, 'views']) {
      const value = found.counts[kind];
      if (value === undefined) continue;
      this.counts[kind] ??= value;
      if (this.counts[kind] === value) continue;
      const message = `${name} found ${value} for ${kind}, others ${this.counts[kind]}`;
      throw new SetupError(message, 'one of them is wrong, so their times are not comparable.');
    }
    return found;
  }
}
