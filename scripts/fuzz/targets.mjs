// The fuzz targets: their names, and how long an input of each may be.
import { basename, join } from 'node:path';
import { project } from '../run/environment.mjs';
import { SetupError } from '../run/step.mjs';

/** Each target with the bytes of its longest input; seeds that are longer are left out. */
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

/** The targets of a name, or all of them. */
export function select(name) {
  if (name === undefined) return [...targets.keys()];
  if (targets.has(name)) return [name];
  const known = [...targets.keys()].join(', ');
  throw new SetupError(`no fuzz target is called ${basename(name)}`, `choose from: ${known}.`);
}

/** A path among what fuzzing writes. */
export function fuzzed(environment, ...parts) {
  const target = environment.native.CARGO_TARGET_DIR ?? join(project, 'target');
  return join(target, 'fuzz', ...parts);
}
