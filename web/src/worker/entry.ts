import { expose } from 'comlink';
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
  totalDiagnostics,
  totalOverview,
  unreadFiles,
  version,
} from '../generated/daytally.js';
import { createCalls } from './calls';
import { guarded } from './guard';
import { ModuleMemory } from './module_memory';

// By name, so that the rest of the module's JavaScript, which fetches by itself, is left out.
const wasm = {
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
  totalDiagnostics,
  totalOverview,
  unreadFiles,
  version,
};

const memory = new ModuleMemory();

// Without an error, the page would wait forever; it ends this worker.
addEventListener('messageerror', () => {
  throw new Error('a message of the page could not be read');
});

expose(guarded(createCalls(wasm, memory), memory));
