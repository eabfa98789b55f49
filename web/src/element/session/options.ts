import { today } from '../../day';
import type { Provider, RunOptions } from '../../types';
import type { OutageChoice } from '../../ui/results/outages_view';
import type { Mapping } from '../../ui/setup/mapping';
import type { Fields } from '../../ui/setup/options_form';

/** Returns the options of a run from the user's input. */
export function optionsOf(
  { endDate, runDate, timezone }: Fields,
  mapping: Mapping,
  outages: OutageChoice,
  provider: Provider,
): RunOptions {
  return {
    ...mapping,
    runDate: runDate || today(),
    ...(endDate && { endDate }),
    ...outageOptions(outages),
    provider,
    ...(timezone.trim() && { timezone: timezone.trim() }),
  };
}

/** Returns the fields from which the options of a run were made. */
export function fieldsOf({ endDate = '', runDate, timezone = '' }: RunOptions): Fields {
  return { endDate, runDate, timezone };
}

/** Returns the choice about outages as options of a run. */
export function outageOptions({ share, excluded }: OutageChoice): Partial<RunOptions> {
  return {
    ...(share !== undefined && { outageShare: share }),
    ...(excluded && { excludeOutages: true }),
  };
}
