import { expose } from 'comlink';
import {
  Engine,
  Exporter,
  initSync,
  outages,
  planScan,
  SnapshotJob,
  SortedPart,
  sampleFile,
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
  SnapshotJob,
  SortedPart,
  initSync,
  outages,
  planScan,
  sampleFile,
  totalDiagnostics,
  totalOverview,
  version,
};

expose(guarded(createCalls(wasm)));
