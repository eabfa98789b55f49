// The fuzz targets and their limits.
import { basename, join } from 'node:path';
import { project } from '../run/environment.mjs';
import { SetupError } from '../run/step.mjs';

/** Each target with its maximum input length in bytes; longer seeds are skipped. */
export const targets = new Map([
  ['footer', 16_384],
  ['pages', 12_288],
  ['hive', 512],
  ['mapping', 2_048],
  ['coercion', 2_048],
  ['partial', 12_288],
  ['spill', 4_096],
  ['provider', 4_096],
  ['ledger', 4_096],
  ['deletion_vector', 12_288],
  ['table_log', 16_384],
  ['avro', 12_288],
  ['iceberg', 8_192],
]);

/** Returns the target of this name, or all targets without a name. */
export function select(name) {
  if (name === undefined) return [...targets.keys()];
  if (targets.has(name)) return [name];
  const known = [...targets.keys()].join(', ');
  throw new SetupError(`no fuzz target is called ${basename(name)}`, `choose from: ${known}.`);
}

/** Returns a path in the folder that fuzzing writes to. */
export function fuzzed(environment, ...parts) {
  const target = environment.native.CARGO_TARGET_DIR ?? join(project, 'target');
  return join(target, 'fuzz', ...parts);
}
