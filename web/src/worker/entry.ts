import { expose } from 'comlink';
import {
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

// By name, so that the rest of the module's JavaScript, which fetches by itself, is left out.
const wasm = {
  Engine,
  Exporter,
  Ledger,
  SnapshotJob,
  SortedPart,
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

expose(guarded(createCalls(wasm)));
