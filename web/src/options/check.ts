import { DaytallyError, pageCodes } from '../errors';
import { suggestion } from './suggest';

/** Returns the value of an option, or throws a DaytallyError of code `invalid_option`. */
export type Check<T> = (value: unknown, option: string) => T;

/** A check for each option of a type. */
export type Checks<T> = { readonly [Name in keyof T]-?: Check<NonNullable<T[Name]>> };

/** Describes a value for an error message, without running any code of it. */
export function shown(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return JSON.stringify(value.length > 60 ? `${value.slice(0, 60)}…` : value);
    case 'bigint':
      return `${value}n`;
    case 'number':
    case 'boolean':
    case 'undefined':
      return String(value);
    case 'object':
      if (value === null) return 'null';
      if (Array.isArray(value)) return 'a list';
      return value instanceof Date ? 'a Date' : 'an object';
    default:
      return `a ${typeof value}`;
  }
}

/** Returns the error of an option with an invalid value. */
export function refused(option: string, expected: string, found: unknown, remedy = '') {
  return unexpected(`Option "${option}"`, expected, found, remedy);
}

function unexpected(what: string, expected: string, found: unknown, remedy = ''): DaytallyError {
  const message = `${what}: expected ${expected}, found ${shown(found)}.${remedy}`;
  return new DaytallyError(pageCodes.invalidOption, message);
}

/** Returns the error of a name that is not in a list of names. */
export function unknownName(
  what: string,
  given: unknown,
  names: readonly string[],
  code: string = pageCodes.invalidOption,
): DaytallyError {
  const near = typeof given === 'string' ? suggestion(given, names) : '';
  const message = `${what} ${shown(given)}.${near} Expected: ${names.join(', ')}.`;
  return new DaytallyError(code, message);
}

/** Returns the entries of a plain data object, also of another window. */
export function entriesOf(value: unknown, what: string, expected: string): [string, unknown][] {
  const plain = typeof value === 'object' && value !== null && !Array.isArray(value);
  const parent: unknown = plain ? Object.getPrototypeOf(value) : undefined;
  if (!plain || (parent && Object.getPrototypeOf(parent) !== null)) {
    throw unexpected(what, expected, value);
  }
  return Object.entries(value);
}

/**
 * Checks options by name, and returns the given ones as a new object. An undefined option is
 * absent; an unknown one is refused, whatever its value.
 */
export function checked<T>(given: unknown, checks: Checks<T>, of: string): Partial<T> {
  if (given === undefined) return {};
  const names = Object.keys(checks);
  const taken: Partial<T> = {};
  for (const [name, value] of entriesOf(given, of, 'an object of options by name')) {
    if (!names.includes(name)) throw unknownName(`${of} has no option`, name, names);
    if (value === undefined) continue;
    taken[name as keyof T] = checks[name as keyof T](value, name);
  }
  return taken;
}
