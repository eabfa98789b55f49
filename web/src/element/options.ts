import { today } from '../day';
import type { Provider, RunOptions } from '../types';
import type { Mapping } from '../ui/mapping_view';
import type { Fields } from '../ui/options_form';

/** The choices of a run, of what was entered and chosen. */
export function optionsOf(
  { endDate, runDate, timezone }: Fields,
  mapping: Mapping,
  outageShare: number | undefined,
  provider: Provider,
): RunOptions {
  return {
    ...mapping,
    runDate: runDate || today(),
    ...(endDate && { endDate }),
    ...(outageShare !== undefined && { outageShare }),
    provider,
    ...(timezone.trim() && { timezone: timezone.trim() }),
  };
}
