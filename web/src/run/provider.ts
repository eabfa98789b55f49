import { DaytallyError, pageCodes } from '../errors';
import type { RunOptions } from '../types';

const known = ['simulator'];

/**
 * The name of who is asked for the snapshot. Throws a DaytallyError of code `invalid_option` when
 * nobody has it, which is better said before the data is read.
 */
export function providerOf({ provider = 'simulator' }: RunOptions): string {
  if (known.includes(provider)) return provider;
  const message = `There is no provider ${JSON.stringify(provider)}. Expected: ${known.join(', ')}.`;
  throw new DaytallyError(pageCodes.invalidOption, message);
}
