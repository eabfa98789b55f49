import { broadcast, type Team } from '../../pool';
import type { Dataset, Reads, RunOptions, RunState } from '../../types';
import { ChosenFiles } from '../files/chosen';
import { applyEndDate } from '../gaps';
import { distribute, foldDepth } from '../lanes';
import { batches } from './batches';
import { merge, sort } from './merge';
import { Meter } from './meter';

/** What a scan read, and how long it and the rest took. */
export interface Figures {
  readonly reads: Reads;
  /** Bytes written to disk because memory ran out. */
  readonly spilled: number;
  /** Bytes of memory that the workers' WebAssembly had grown to. */
  readonly memory: number;
  readonly seconds: number;
}

/** More bytes than WebAssembly can address. */
const unlimited = 2 ** 40;

/** The memory of workers, and where they spill. */
export interface SpillPlace {
  /** Bytes of memory for each worker. */
  readonly memory: number;
  /** Returns the path of the next run's folder, or undefined if spilling is not possible. */
  next(): Promise<string | undefined>;
}

/** One reading of the data: the workers, the options, and the callbacks. */
export interface Scan {
  readonly team: Team;
  readonly dataset: Dataset;
  readonly options: RunOptions;
  readonly place: SpillPlace;
  readonly signal: AbortSignal;
  readonly now: () => number;
  readonly onState: (state: RunState) => void;
}

/** Reads the data once. The workers then have every result except the snapshot's. */
export async function scan(order: Scan): Promise<Figures> {
  const { team, dataset, options, now, onState } = order;
  const meter = new Meter(dataset.plan, now);
  await fold(order, meter);
  onState({ phase: 'merging', dataset, step: 'merge' });
  const onDisk = await merge(team);
  onState({ phase: 'merging', dataset, step: 'sort' });
  await sort(team, onDisk);
  onState({ phase: 'merging', dataset, step: 'gaps' });
  await applyEndDate(team, options);
  const all = async (name: 'spilledBytes' | 'memory') => {
    const bytes = await broadcast(team, (worker) => team.call(worker, name));
    return bytes.reduce((sum, some) => sum + some, 0);
  };
  const [spilled, memory] = await Promise.all([all('spilledBytes'), all('memory')]);
  return { reads: meter.reads, spilled, memory, seconds: meter.seconds };
}

async function fold(order: Scan, meter: Meter): Promise<void> {
  const { team, dataset, options, place, signal, onState } = order;
  const { plan } = dataset;
  const show = () => onState({ phase: 'scanning', dataset, progress: meter.progress });
  show();
  team.onReport = (report) => {
    meter.add(report);
    show();
  };
  try {
    const settings = ChosenFiles.settings(options);
    const folder = await place.next();
    // The workers may be those of another run by now.
    signal.throwIfAborted();
    const bytes = folder === undefined ? unlimited : place.memory;
    const memory = { bytes, workers: team.size, folder: folder ?? '' };
    const begun = Array.from({ length: team.size }, (_, worker) => {
      return team.call(worker, 'begin', plan, settings, { ...memory, worker });
    });
    // A worker that has not started yet does not keep the others waiting.
    const all = Promise.all(begun);
    all.catch(() => {});
    const parts = batches(plan.tasks, team.size);
    await distribute(team, parts, foldDepth, signal, async (worker, tasks) => {
      await begun[worker];
      signal.throwIfAborted();
      const folded = await team.call(worker, 'fold', tasks);
      meter.addReads(folded);
      // Rows that a table has deleted are in no result; which those are shows only now.
      for (const [at, task] of tasks.entries()) task.rows = folded.rows[at] ?? task.rows;
    });
    await all;
  } finally {
    team.onReport = undefined;
  }
}
