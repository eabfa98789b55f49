import {
  checkValues,
  coverage,
  Engine,
  Exporter,
  FileSelector,
  initSync,
  Ledger,
  ledgerName,
  planScan,
  SnapshotJob,
  SortedPart,
  sampleFile,
  snapshotCost,
  sparkLine,
  totalChannels,
  totalDiagnostics,
  totalHeat,
  totalOverview,
  unreadFiles,
  version,
} from '../generated/daytally.js';

/**
 * The part of the WebAssembly module that the workers use. Imported by name, so that the rest of
 * the module's JavaScript, which fetches by itself, is not built into the worker.
 */
export const wasm = {
  Engine,
  Exporter,
  FileSelector,
  Ledger,
  SnapshotJob,
  SortedPart,
  checkValues,
  sparkLine,
  coverage,
  initSync,
  ledgerName,
  planScan,
  sampleFile,
  snapshotCost,
  totalChannels,
  totalDiagnostics,
  totalHeat,
  totalOverview,
  unreadFiles,
  version,
};

export type Module = typeof wasm;
