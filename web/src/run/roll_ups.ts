import { text } from '../options/values';
import { broadcast, type Team } from '../pool';
import { readerOf } from '../results/place';
import type { Cell, Dataset, LookOptions, Task } from '../types';
import type {
  ChannelFinder,
  ChannelQuery,
  Channels,
  DayViews,
  Heat,
  HeatGrid,
  VideoViews,
} from '../types/channels';
import { calendar } from './gaps';

/** Sums of channels, and of one video by day. Every method rejects without results. */
export class RollUps implements ChannelFinder {
  readonly #team: Team;
  readonly #done: () => Dataset;

  /** `done` returns the dataset of the results, or throws. */
  constructor(team: Team, done: () => Dataset) {
    this.#team = team;
    this.#done = done;
  }

  async list(query: ChannelQuery): Promise<Channels> {
    this.#done();
    const team = this.#team;
    const shares = await broadcast(team, (worker) => team.call(worker, 'channels', query));
    return await team.call(0, 'totalChannels', shares, query);
  }

  async heat(grid: HeatGrid): Promise<Heat> {
    this.#done();
    const team = this.#team;
    const shares = await broadcast(team, (worker) => team.call(worker, 'heat', grid));
    return await team.call(0, 'totalHeat', shares);
  }

  /** Returns the views of a video by day; reads the row groups again that can have its rows. */
  async views(video: string, options: LookOptions = {}): Promise<VideoViews> {
    const { signal, onProgress = () => {} } = options;
    const id = text(video, 'video');
    const { tasks } = this.#done().plan;
    const team = this.#team;
    const { decode } = await import('../results/decode');
    const days = new Map<string, DayViews>();
    const read = { rows: 0, rowGroups: 0 };
    const all = { rows: 0, rowGroups: tasks.length };
    for (const { rows } of tasks) all.rows += rows;
    const of = (await calendar(team, id)).map(({ channelId }) => channelId ?? undefined);
    if (of.length === 0) return { days: [], read, all };
    const channels = of.includes(undefined) ? [] : of.filter((each) => each !== undefined);
    let passed = 0;
    const look = async (worker: number, task: Task) => {
      const stream = await team.call(worker, 'dailyViews', task, id, channels);
      signal?.throwIfAborted();
      passed += task.rows;
      onProgress(passed / all.rows);
      if (!stream) return;
      read.rows += task.rows;
      read.rowGroups += 1;
      for (const day of daysOf(decode(stream).rows)) add(days, day);
    };
    await broadcast(team, async (worker) => {
      for (const [number, task] of tasks.entries()) {
        signal?.throwIfAborted();
        if (readerOf(number, team.size) === worker) await look(worker, task);
      }
    });
    return { days: [...days.values()].sort(inOrder), read, all };
  }
}

function daysOf(rows: readonly (readonly Cell[])[]): DayViews[] {
  return rows.map(([channelId, day, rows, views]) => ({
    channelId: typeof channelId === 'string' ? channelId : null,
    day: typeof day === 'number' ? day : null,
    rows: Number(rows),
    views: typeof views === 'bigint' ? views : null,
  }));
}

function add(days: Map<string, DayViews>, day: DayViews): void {
  const key = JSON.stringify([day.channelId, day.day]);
  const known = days.get(key);
  const views =
    (known?.views ?? null) === null ? day.views : (known?.views ?? 0n) + (day.views ?? 0n);
  days.set(key, { ...day, rows: day.rows + (known?.rows ?? 0), views });
}

/** Orders by channel, then by day; nulls are first. */
function inOrder(a: DayViews, b: DayViews): number {
  if (a.channelId !== b.channelId) {
    return a.channelId === null || (b.channelId !== null && a.channelId < b.channelId) ? -1 : 1;
  }
  return (a.day ?? Number.NEGATIVE_INFINITY) - (b.day ?? Number.NEGATIVE_INFINITY);
}
