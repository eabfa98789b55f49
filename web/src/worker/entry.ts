import { expose } from 'comlink';
import {
  clusterJob,
  Engine,
  Exporter,
  initSync,
  Ledger,
  ledgerName,
  outages,
  planScan,
  SnapshotJob,
  SortedPart,
  sampleFile,
  snapshotCost,
  totalDiagnostics,
  totalOverview,
  version,
} from '../generated/daytally.js';
import { createCalls } from './calls';
import { guarded } from './guard';
import { ModuleMemory } from './module_memory';

// By name, so that the rest of the module's JavaScript, which fetches by itself, is left out.
const wasm = {
  Engine,
  Exporter,
  Ledger,
  SnapshotJob,
  SortedPart,
  clusterJob,
  initSync,
  ledgerName,
  outages,
  planScan,
  sampleFile,
  snapshotCost,
  totalDiagnostics,
  totalOverview,
  version,
};

const memory = new ModuleMemory();

expose(guarded(createCalls(wasm, memory), memory));
