import type { Change, Outcome, ResultKind, RunOptions } from '../types';
import { providerOf } from './provider/provider';
import { snapshot } from './provider/snapshot';
import { ofSnapshot } from './result_layouts';
import { type Figures, type Scan, scan } from './scan/scan';

/** The figures of a scan, and what was or is derived after it. */
export type FoundFigures = Figures & Pick<Partial<Outcome>, 'change' | 'updating'>;

/**
 * Reads the data, has `check` refuse unusable files, and finds every result. Calls `found` as soon
 * as the results without a provider are found, and again when all are.
 */
export async function results(
  order: Scan,
  check: () => Promise<void>,
  find: (kinds: readonly ResultKind[]) => Promise<void>,
  found: (figures: FoundFigures) => Promise<void>,
): Promise<void> {
  const { team, dataset, options, signal } = order;
  // An unknown provider is an error before the data is read.
  const simulated = providerOf(options) === 'simulator';
  const figures = await scan(order);
  const known = dataset.plan.kinds.filter((kind) => !ofSnapshot.includes(kind));
  const fromProvider = dataset.plan.kinds.filter((kind) => ofSnapshot.includes(kind));
  await check();
  await find(known);
  // Without counts there is no snapshot; the results of a fetched one are found later.
  if (fromProvider.length > 0 && simulated) {
    await found({ ...figures, updating: 'snapshot' });
    await snapshot(team, options, signal);
    await find(fromProvider);
  }
  await found(figures);
}

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
