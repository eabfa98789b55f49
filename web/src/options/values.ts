import type { DateRole, Role } from '../types';
import { type Check, entriesOf, refused, unknownName } from './check';
import { roleNames } from './names';

export const text: Check<string> = (value, option) => {
  if (typeof value === 'string') return value;
  throw refused(option, 'text', value);
};

export const someText: Check<string> = (value, option) => {
  if (typeof value === 'string' && value.trim() !== '') return value;
  throw refused(option, 'text that is not empty', value);
};

export const truth: Check<boolean> = (value, option) => {
  if (typeof value === 'boolean') return value;
  throw refused(option, 'true or false', value);
};

/** A day of the calendar. A Date is refused: it is a moment, whose day depends on the zone. */
export const day: Check<string> = (value, option) => {
  if (typeof value === 'string' && isDay(value)) return value;
  const remedy =
    value instanceof Date
      ? ' A Date is a moment, which falls on different days in different zones: pass the day as text.'
      : '';
  throw refused(option, 'a day as text, YYYY-MM-DD', value, remedy);
};

/** A whole number from a minimum, up to and including a maximum if there is one. */
export function whole(min: number, given?: number): Check<number> {
  const range = given === undefined ? `of at least ${min}` : `from ${min} to ${given}`;
  const max = given ?? Number.MAX_SAFE_INTEGER;
  return (value, option) => {
    if (Number.isSafeInteger(value) && min <= Number(value) && Number(value) <= max) {
      return value as number;
    }
    throw refused(option, `a whole number ${range}`, value);
  };
}

/** The number of a version, or digits as text: the ids of snapshots are not exact as numbers. */
export const version: Check<number | string> = (value, option) => {
  const isNumber = Number.isSafeInteger(value) && Number(value) >= 0;
  if (isNumber || (typeof value === 'string' && /^\d{1,19}$/.test(value))) {
    return value as number | string;
  }
  const range = `a whole number from 0 to ${Number.MAX_SAFE_INTEGER}, or its digits as text`;
  throw refused(option, range, value);
};

/** A number above 0, up to and including `max`. */
export function above0(max = Number.MAX_VALUE): Check<number> {
  const range = max < Number.MAX_VALUE ? `above 0, at most ${max}` : 'above 0';
  return (value, option) => {
    if (typeof value === 'number' && value > 0 && value <= max) return value;
    throw refused(option, `a number ${range}`, value);
  };
}

export function oneOf<Name extends string>(names: readonly Name[]): Check<Name> {
  return (value, option) => {
    const found = names.find((name) => name === value);
    if (found !== undefined) return found;
    throw unknownName(`Option "${option}" can't be`, value, names);
  };
}

export function listOf<T>(each: Check<T>): Check<readonly T[]> {
  return (value, option) => {
    if (!Array.isArray(value)) throw refused(option, 'a list', value);
    return value.map((one, at) => each(one, `${option}[${at}]`));
  };
}

/** An object of values by role. */
export function byRole<T>(each: Check<T>): Check<Partial<Record<Role, T>>> {
  return (value, option) => {
    const taken: Partial<Record<Role, T>> = {};
    const expected = `an object with columns by role (${roleNames.join(', ')})`;
    const label = `Option "${option}"`;
    for (const [name, one] of entriesOf(value, label, expected)) {
      const role = roleNames.find((known) => known === name);
      if (!role) throw unknownName(`${label} has no role`, name, roleNames);
      if (one !== undefined) taken[role] = each(one, `${option}.${role}`);
    }
    return taken;
  };
}

/** The roles whose columns hold dates. */
const dateRoles = ['createdDate', 'date'] as const;

/** An object of values by role, only for roles whose columns hold dates. */
export function byDateRole<T>(each: Check<T>): Check<Partial<Record<DateRole, T>>> {
  const check = byRole(each);
  return (value, option) => {
    const { createdDate, date, ...others } = check(value, option);
    const [other] = Object.keys(others);
    if (other) throw unknownName(`Option "${option}" has no role`, other, dateRoles);
    return {
      ...(createdDate !== undefined && { createdDate }),
      ...(date !== undefined && { date }),
    };
  };
}

/** A URL, as text or as an object that has one, such as a URL or a Location. */
export const url: Check<string> = (value, option) => {
  const found = typeof value === 'object' && value && 'href' in value ? value.href : value;
  if (typeof found === 'string' && URL.canParse(found, 'https://page.invalid/')) return found;
  throw refused(option, 'a URL', value);
};

/** A function. Its type cannot be checked. */
export const callable: Check<never> = (value, option) => {
  if (typeof value === 'function') return value as never;
  throw refused(option, 'a function', value);
};

export const signal: Check<AbortSignal> = (value, option) => {
  const known = typeof value === 'object' && value !== null && 'aborted' in value;
  if (known && 'addEventListener' in value) return value as AbortSignal;
  throw refused(option, 'an AbortSignal', value);
};

function isDay(value: string): boolean {
  if (!/^\d{4}-\d\d-\d\d$/.test(value)) return false;
  const moment = new Date(`${value}T00:00:00Z`);
  return !Number.isNaN(moment.getTime()) && moment.toISOString().startsWith(value);
}
