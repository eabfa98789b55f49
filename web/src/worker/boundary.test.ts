import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { Engine, initSync, Ledger, ledgerName, SnapshotJob } from '../generated/daytally.js';

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
      () => SnapshotJob.ask(1, it, new Ledger()),
    ];
    for (const call of calls) expect(call).toThrow(TypeError);
    // It still works: its memory was not touched.
    engine.openFile(0, 'views.parquet', 100, false);
    expect(Array.from(engine.footerNeeds(0))).not.toEqual([]);
    engine.free();
  },
);
