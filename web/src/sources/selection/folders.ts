/** The folder with the log of a streaming sink, which is read. */
export const sinkLog = '_spark_metadata';

/**
 * Returns whether a folder inside a chosen one is walked. The others are only recorded: their names
 * hide them, or mark the folder above as a table, which the Rust side decides.
 */
export function isWalked(name: string): boolean {
  const hidden = name.startsWith('_') || name.startsWith('.');
  return !hidden || name === sinkLog || (name.startsWith('_') && name.includes('='));
}
