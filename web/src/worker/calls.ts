import { freeBuffer } from '../browser/free_buffer';
import type * as Wasm from '../generated/daytally.js';
import type { Calls, Input } from '../rpc/calls';
import { handOver } from '../rpc/hand_over';
import { type EngineCalls, engineCalls, type ModuleCalls, moduleCalls } from '../rpc/passed';
import { Files, footerDigest } from './files/files';
import { firstRows, firstValues } from './files/first_values';
import { LazyStores } from './files/lazy_stores';
import { LazyTables } from './files/lazy_tables';
import { select } from './files/selecting';
import type { Module } from './module';
import { ModuleMemory } from './module_memory';
import { noWasm } from './no_wasm';
import { snapshotCalls } from './provider/snapshot_calls';
import { Combined } from './results/combined';
import { Copying } from './results/copying';
import { Daily } from './results/daily';
import { Sorting } from './results/sorting';
import { Folding } from './scan/folding';
import { Merging } from './scan/merging';
import { Reporter } from './scan/reporter';
import { Spills } from './scan/spills';
import { slot } from './slot';

/** Returns the calls of one worker, answered with its own instance of WebAssembly. */
export function createCalls(wasm: Module, memory = new ModuleMemory()): Calls {
  const engine = slot<Wasm.Engine>('load');
  const exporter = slot<Wasm.Exporter>('exportBegin');
  const reporter = new Reporter();
  const tables = new LazyTables(engine.get);
  const stores = new LazyStores();
  const files = new Files(engine.get, tables, stores);
  const spills = new Spills();
  const folding = new Folding(engine.get, files, spills, reporter);
  const merging = new Merging(engine.get, spills);
  const combined = new Combined(engine.get, files);
  const daily = new Daily(engine.get, files);
  const copying = new Copying(engine.get, files);
  const snapshots = snapshotCalls(wasm);
  const sorting = new Sorting(wasm, engine.get, snapshots.job, combined);

  return {
    ...passed<EngineCalls>(engineCalls, engine.get),
    ...passed<ModuleCalls>(moduleCalls, () => wasm),
    ...snapshots.calls,

    load(module, report, others) {
      tables.url = others.tables;
      stores.url = others.stores;
      memory.set(instantiated(wasm, module));
      engine.set(new wasm.Engine());
      reporter.listen(report);
    },
    register: (list, requests) => files.register(list, requests),
    pinned: (file) => files.pinned(file),
    pin: (list) => files.pin(list),

    select: (...given) => select(wasm, tables, stores, ...given),
    footer: (file) => files.footer(file),
    footerDigest: async (file) => footerDigest(await files.source(file)),
    firstValues: (place, column) => firstValues(engine.get(), files, place, column),
    firstRows: (place, column, count) => firstRows(engine.get(), files, place, column, count),
    plan: (summaries, options) => wasm.planScan([...summaries], options),

    begin(plan, options, memory) {
      engine.get().begin(plan, options, memory.bytes, memory.workers);
      spills.begin(memory);
      folding.begin();
    },
    fold: (tasks) => folding.fold(tasks),
    soFar: () => folding.soFar(),
    memory: () => memory.bytes,

    async split(parts, own, spill) {
      folding.end();
      return handOver(await merging.split(parts, own, spill));
    },
    merge: (parts) => merging.merge(parts),
    cut: async (...input) => handOver(await merging.cut(...input)),
    join: (parts) => merging.join(parts),
    removeSpilled: (step) => spills.remove(step),
    spilledBytes: () => spills.bytes,

    combinedRows: (place, filter) => combined.rows(place, filter),
    combinedWindow: async (place, filter, start, length) => {
      return handOver(await combined.window(place, filter, start, length));
    },

    dailyViews: async (place, video, channels) => {
      const found = await daily.views(place, video, channels);
      return found && handOver(found);
    },

    sortPass: async (pass, segments) => handOver(await sorting.pass(pass, segments)),
    sortPart: (name, streams, column) => sorting.sort(name, streams, column),
    sortedWindow(...place) {
      const window = sorting.window(...place);
      return window && handOver(window);
    },

    issueRows: (place) => combined.issueRows(place),

    copyBegin: (plan, options) => engine.get().begin(plan, options, 0, 1),
    copyBytes: (place) => copying.bytes(place),
    copyRowGroup: async (place) => handOver(await copying.copy(place, exporter.get())),

    exportBegin: (...file) => exporter.set(exporterOf(wasm, ...file)),
    exportWrite(window) {
      const written = exporter.get().write(window);
      freeBuffer(window);
      return handOver(written);
    },
    exportEndRowGroup: () => handOver(exporter.get().endRowGroup()),
    exportFinish: () => handOver(exporter.get().finish()),
    exportSize(kind, format, windows, ...rest) {
      const sizing = exporterOf(wasm, kind, format, ...rest);
      try {
        const bytes = windows.reduce((sum, rows) => sum + sizing.write(rows).length, 0);
        return bytes + sizing.finish().length;
      } finally {
        sizing.free();
      }
    },
  };
}

function exporterOf(
  wasm: Module,
  ...[kind, format, columns, source]: Input<'exportBegin'>
): Wasm.Exporter {
  const names = columns && [...columns];
  return new wasm.Exporter(kind, format, names, source?.provider, source?.providerUrl);
}

type Method = (...input: unknown[]) => unknown;

/** Returns calls that pass methods on to an object; bytes are transferred. */
function passed<Methods extends object>(
  names: readonly (keyof Methods & string)[],
  to: () => Methods,
): Methods {
  const method = (name: keyof Methods): Method => {
    return (...input) => {
      const answer = (to()[name] as Method).call(to(), ...input);
      return answer instanceof Uint8Array ? handOver(answer) : answer;
    };
  };
  // Each has the type of the method it is named after, which TypeScript cannot follow.
  return Object.fromEntries(names.map((name) => [name, method(name)])) as unknown as Methods;
}

/**
 * Creates this worker's instance of the module. Throws a DaytallyError if WebAssembly is refused.
 */
function instantiated(wasm: Module, module: WebAssembly.Module): WebAssembly.Memory {
  try {
    return wasm.initSync({ module }).memory;
  } catch (thrown) {
    throw noWasm() ?? thrown;
  }
}
