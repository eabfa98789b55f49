import type { Role, RunOptions } from '../types';
import { type Checks, checked } from './check';
import { roleNames } from './names';
import { provider } from './provider';
import {
  above0,
  byDateRole,
  byRole,
  callable,
  day,
  listOf,
  oneOf,
  signal,
  someText,
  truth,
  url,
  version,
  whole,
} from './values';

/** The options of a run, each with its check: an option that is not here is refused by name. */
export const runChecks: Checks<RunOptions> = {
  columns: byRole(someText),
  dateFormats: byDateRole(someText),
  omitRoles: listOf<Role>(oneOf(roleNames)),
  asFiles: truth,
  tableVersion: version,
  timezone: someText,
  endDate: day,
  excludeOutages: truth,
  outageShare: above0(1),
  runDate: day,
  provider,
  ledger: oneOf(['resume', 'restart']),
  // The module's numbers have 32 bits: a greater one would be truncated.
  batchSize: whole(1, 2 ** 32 - 1),
};

/** How work is observed and stopped. */
export const followingChecks = {
  signal,
  onProgress: callable,
};

/** The resources of an analyzer, and the URLs of its parts. */
export const limitChecks = {
  workers: whole(1, 256),
  memory: above0(),
  workerUrl: url,
  wasmUrl: url,
};

const { asFiles, tableVersion, columns, dateFormats, omitRoles, timezone } = runChecks;

/** The options of a run that decide what is read of the files. */
export const readingChecks = { asFiles, tableVersion, columns, dateFormats, omitRoles, timezone };

/** Returns some options of a run. Throws a DaytallyError of code `invalid_option`. */
export function part<Name extends keyof RunOptions>(
  options: RunOptions,
  ...names: readonly Name[]
): Partial<Pick<RunOptions, Name>> {
  const given = Object.fromEntries(names.map((name) => [name, options[name]]));
  return checked<Partial<RunOptions>>(given, runChecks, 'A run') as Partial<Pick<RunOptions, Name>>;
}
