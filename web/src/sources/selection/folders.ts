/** The folder with the log of a streaming sink. */
export const sinkLog = '_spark_metadata';
/** The folder with the log of a Delta table. */
export const deltaLog = '_delta_log';
/** Hidden folders that are read: the logs of sinks and tables, and what checkpoints refer to. */
const read = new Set([sinkLog, deltaLog, '_sidecars']);

/**
 * Returns whether a folder inside a chosen one is walked. The others are only recorded: their names
 * hide them, or mark the folder above as a table, which the Rust side decides.
 */
export function isWalked(name: string): boolean {
  const hidden = name.startsWith('_') || name.startsWith('.');
  return !hidden || read.has(name) || (name.startsWith('_') && name.includes('='));
}
