import { DaytallyError, pageCodes } from '../errors';
import type { Filter, Format, ResultKind, Sort, View } from '../types';
import { type Checks, checked, shown, unknownName } from './check';
import { formatNames, resultNames } from './names';
import { listOf, oneOf, someText, text, truth, whole } from './values';

const dayNumber = whole(-(2 ** 31), 2 ** 31 - 1);
const filterChecks: Checks<Filter> = {
  id: text,
  ids: (value, option) => [...listOf(text)(value, option)],
  first: dayNumber,
  last: dayNumber,
};

const sortChecks: Checks<Sort> = { column: someText, descending: truth };

const viewChecks: Checks<View> = {
  filter: (value) => filterOf(value),
  sort: (value) => {
    const { column, descending = false } = checked<Sort>(value, sortChecks, 'Option "sort"');
    return { column: someText(column, 'sort.column'), descending };
  },
};

/**
 * Returns the name of a result. Throws a DaytallyError of code `no_result` that lists the names.
 */
export function resultKind(value: unknown): ResultKind {
  const found = resultNames.find((name) => name === value);
  if (found) return found;
  throw unknownName('There is no result', value, resultNames, pageCodes.noResult);
}

/** Returns the format of a file. Throws a DaytallyError of code `invalid_option`, as all below. */
export function formatOf(value: unknown): Format {
  return oneOf(formatNames)(value, 'format');
}

export function filterOf(value: unknown): Filter {
  return checked<Filter>(value, filterChecks, 'Option "filter"');
}

/** Returns an order. */
export function sortOf(value: unknown): Sort {
  return viewChecks.sort(value, 'sort');
}

export function viewOf(value: unknown): View {
  return checked<View>(value, viewChecks, 'A view');
}

/** Checks that rows `start` (inclusive) to `end` (exclusive) can be requested. */
export function checkWindow(start: unknown, end: unknown): void {
  const whole = Number.isSafeInteger(start) && Number.isSafeInteger(end);
  if (whole && 0 <= Number(start) && Number(start) <= Number(end)) return;
  const expected = 'whole numbers from 0, the first not above the second';
  const message = `Rows ${shown(start)} to ${shown(end)} cannot be read. Expected: ${expected}.`;
  throw new DaytallyError(pageCodes.invalidOption, message);
}
