import type { Change, Outcome, RunOptions } from '../types';
import type { FoundFigures } from './results';

/** Returns the options and figures of an outcome whose gaps or snapshot are derived again. */
export function changed(
  { reads, spilled, memory, seconds, options: before }: Outcome,
  of: Change['of'],
  options: RunOptions,
  took: number,
): { options: RunOptions; figures: FoundFigures } {
  // The other kind of change has its own options.
  const { runDate, provider } = of === 'snapshot' ? options : before;
  const rest = of === 'snapshot' ? before : options;
  const { provider: _, ...others } = rest;
  return {
    options: { ...others, runDate, ...(provider && { provider }) },
    figures: { reads, spilled, memory, seconds, change: { of, seconds: took } },
  };
}
