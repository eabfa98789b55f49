import { property } from 'lit/decorators.js';
import { type Check, refused } from '../../options/check';
import { all } from '../../options/names';
import { named, provider } from '../../options/provider';
import { runChecks } from '../../options/run';
import {
  above0,
  byDateRole,
  byRole,
  callable,
  day,
  oneOf,
  someText,
  text,
  url,
  whole,
} from '../../options/values';
import { absoluteUrl, checkUrls } from '../../sources/selection/urls';
import type { Tab } from '../../ui/results/tab';
import type { GivenColumns, GivenFormats } from '../columns/column_choice';
import type { GivenProvider } from '../provider/given_provider';

/** The attributes and properties of the element. */
export interface Given {
  workers: number | undefined;
  memory: number | undefined;
  workerUrl: string | undefined;
  wasmUrl: string | undefined;
  endDate: string;
  runDate: string;
  timezone: string;
  outageShare: number | undefined;
  excludeOutages: boolean;
  provider: GivenProvider;
  tab: string;
  tabs: string;
  view: '' | 'results';
  controls: string;
  src: string;
  autorun: boolean;
  asFiles: boolean;
  tableVersion: number | string | undefined;
  columns: GivenColumns;
  dateFormats: GivenFormats;
}

interface Rule<T> {
  /** The value if the attribute is absent, or the property is undefined, null or empty. */
  readonly absent: T;
  readonly check: Check<T>;
  /** Parses an attribute; without it, the value is the text. */
  readonly read?: (text: string) => unknown;
  /** Whether a page that embeds ours may set it by a message. */
  readonly framed?: true;
}

const tabNames = all<Tab>({
  overview: true,
  channels: true,
  monthly: true,
  gaps: true,
  snapshot: true,
  unanswered: true,
  combined: true,
  diagnostics: true,
});

const controlNames = ['drop', 'columns', 'dates', 'provider', 'none'] as const;

/** A control that an element may show. */
export type Control = Exclude<(typeof controlNames)[number], 'none'>;

/** The rule of every attribute and property. */
const rules: { readonly [Name in keyof Given]: Rule<Given[Name]> } = {
  workers: { absent: undefined, check: whole(1, 256), read: number },
  memory: { absent: undefined, check: above0(), read: number },
  workerUrl: { absent: undefined, check: url },
  wasmUrl: { absent: undefined, check: url },
  endDate: { absent: '', check: day, framed: true },
  runDate: { absent: '', check: day, framed: true },
  timezone: { absent: '', check: text, framed: true },
  outageShare: { absent: undefined, check: above0(1), read: number, framed: true },
  excludeOutages: { absent: false, check: flag, read: () => true, framed: true },
  provider: { absent: '', check: givenProvider, framed: true },
  tab: { absent: 'overview', check: oneOf(tabNames), framed: true },
  tabs: { absent: '', check: words(oneOf(tabNames)), framed: true },
  view: { absent: '', check: oneOf(['results']), framed: true },
  controls: { absent: '', check: words(oneOf(controlNames)), framed: true },
  src: { absent: '', check: urls },
  autorun: { absent: false, check: flag, read: () => true, framed: true },
  asFiles: { absent: false, check: flag, read: () => true, framed: true },
  tableVersion: { absent: undefined, check: runChecks.tableVersion, read: version, framed: true },
  columns: { absent: {}, check: byRole(nullable(someText)), read: json, framed: true },
  dateFormats: { absent: {}, check: byDateRole(someText), read: json, framed: true },
};

export const names = Object.keys(rules) as readonly (keyof Given)[];

/** The properties that an embedding page may set by a message. */
export const framedNames = names.filter((name) => rules[name].framed);

/**
 * Returns the value of a property: the given one if it is valid, or the default if it is absent.
 * Throws a DaytallyError of code `invalid_option`.
 */
export function valid<Name extends keyof Given>(name: Name, given: unknown): Given[Name] {
  const { absent, check } = rules[name];
  const empty = given === '' && typeof absent !== 'boolean';
  return given === undefined || given === null || empty ? absent : check(given, name);
}

/** Returns whether a property may have a value. */
export function isValid(name: keyof Given, value: unknown): boolean {
  try {
    valid(name, value);
    return true;
  } catch {
    return false;
  }
}

/** Returns the attribute of a property. */
export function attributeOf(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

/** Declares a property of the element, with its attribute. */
export function option() {
  return (target: object, name: keyof Given): void => {
    const { read = (value: string) => value } = rules[name];
    const converter = (value: string | null) => (value === null ? null : read(value));
    property({ attribute: attributeOf(name), converter })(target, name);
  };
}

function number(given: string): unknown {
  const value = Number(given);
  return given.trim() === '' || Number.isNaN(value) ? given.trim() : value;
}

/** Returns the number of a version, or its digits if a number is not exact. */
function version(given: string): unknown {
  const value = number(given);
  return typeof value === 'number' && value > Number.MAX_SAFE_INTEGER ? given.trim() : value;
}

/** Returns the object of a JSON text, or the text if it is not JSON, which the check refuses. */
function json(given: string): unknown {
  try {
    const value: unknown = JSON.parse(given);
    return typeof value === 'object' && value !== null ? value : given;
  } catch {
    return given.trim();
  }
}

function flag(value: unknown, name: string): boolean {
  if (typeof value === 'boolean') return value;
  // The text that frameworks pass for an attribute without a value.
  if (value === '' || value === name) return true;
  throw refused(name, 'true or false', value);
}

function nullable<T>(check: Check<T>): Check<T | null> {
  return (value, name) => (value === null ? null : check(value, name));
}

/** Words separated by blanks. */
function words(each: Check<string>): Check<string> {
  return (value, name) => {
    const given = text(value, name);
    for (const word of given.split(/\s+/).filter(Boolean)) each(word, name);
    return given;
  };
}

function urls(value: unknown, name: string): string {
  const given = text(value, name);
  const { problems } = checkUrls(absolute(given).join('\n'));
  const [wrong] = problems;
  // A query may be a signature.
  const plain = given.replace(/\?\S*/g, '');
  if (wrong) throw refused(name, 'URLs of files or folders', plain, ` ${wrong.message}`);
  return given;
}

/** Returns the URLs in a text, separated by blanks, relative to the document. */
export function absolute(given: string): string[] {
  return given.split(/\s+/).filter(Boolean).map(absoluteUrl);
}

function givenProvider(value: unknown, name: string): GivenProvider {
  if (typeof value === 'function') return callable(value, name);
  return typeof value === 'string' ? named(value, name) : provider(value, name);
}
