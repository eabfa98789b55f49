import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import {
  Engine,
  initSync,
  Ledger,
  ledgerName,
  planScan,
  SnapshotJob,
} from '../generated/daytally.js';
import type { Role } from '../types';

const module = readFileSync(new URL('../generated/daytally_bg.wasm', import.meta.url));
initSync({ module });

/** Values that TypeScript would refuse, but a page without it may pass. */
const wrong = [new Date(), 5, {}, [], true, Symbol('x'), () => '', new Uint8Array(3)] as never[];

test.each(wrong.map((value) => [typeof value, value]))(
  'the module refuses %s for text',
  (_, it) => {
    const engine = new Engine();
    const calls: (() => unknown)[] = [
      () => engine.openFile(0, it, 1, false),
      () => engine.setEndDate(it),
      () => engine.calendar(it),
      () => engine.valuesAt(0, 0, it),
      () => ledgerName(it),
      () => Ledger.begin(it, it),
      () => SnapshotJob.fromService(1, it, new Ledger()),
    ];
    for (const call of calls) expect(call).toThrow(TypeError);
    // It still works: its memory was not touched.
    engine.openFile(0, 'views.parquet', 100, false);
    expect(Array.from(engine.footerNeeds(0))).not.toEqual([]);
    engine.free();
  },
);

/** Returns what a call throws. */
function thrown(call: () => unknown): unknown {
  try {
    return call();
  } catch (failure) {
    return failure;
  }
}

test('a call in another stage names both stages and changes nothing', () => {
  const options = {
    omitRoles: ['channelId', 'videoId', 'createdDate', 'date', 'viewCount'] satisfies Role[],
  };
  const engine = new Engine();
  const inStage = (expected: string, found?: string) => {
    const message = `the calls of a worker are out of order; expected ${expected}${found ? `, found ${found}` : ''}`;
    return { code: 'internal', message, location: {} };
  };
  const overview = () => engine.overview();
  expect(thrown(overview)).toEqual(inStage('begin'));
  engine.begin(planScan([], options), options, 1e9, 1);
  expect(thrown(() => engine.advance())).toEqual(inStage('startTask'));
  expect(thrown(overview)).toEqual(inStage('Joined', 'Scanning'));
  const partials = engine.split(1, 0);
  expect(thrown(() => engine.soFar())).toEqual(inStage('Scanning', 'Split'));
  expect(thrown(() => engine.cut([], 1, undefined))).toEqual(inStage('Merged', 'Split'));
  engine.merge(partials);
  expect(thrown(() => engine.split(1, 0))).toEqual(inStage('Scanning', 'Merged'));
  const parts = engine.cut([engine.sample()], 1, 0);
  expect(thrown(() => engine.sample())).toEqual(inStage('Merged', 'Cut'));
  expect(engine.join(parts, [], undefined)).toEqual({ series: 0 });
  expect(thrown(() => engine.join(parts, [], undefined))).toEqual(inStage('Cut', 'Joined'));
  expect(engine.overview()).toMatchObject({ months: [] });
  engine.free();
});
