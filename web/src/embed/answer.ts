import type { DaytallyElement } from '../element';
import { framedNames, type Given, valid } from '../element/properties/properties';
import { DaytallyError, pageCodes } from '../errors';
import { entriesOf, refused, unknownName } from '../options/check';
import { checkWindow } from '../options/rows';
import { type Sources, selectGiven } from '../sources/selection/given';
import type { ResultKind } from '../types';
import { configName } from './config';

/** A message of the embedding page. */
export type ToFrame =
  | { readonly daytally: 'open'; readonly sources: Sources }
  | { readonly daytally: 'run' }
  | { readonly daytally: 'cancel' }
  | { readonly daytally: 'set'; readonly values: Readonly<Record<string, unknown>> }
  | {
      readonly daytally: 'rows';
      /** Returned with the answer. */
      readonly id: unknown;
      readonly kind: ResultKind;
      /** First row, inclusive, and last, exclusive. */
      readonly start: number;
      readonly end: number;
    };

/** What messages act on. */
export interface Framed {
  readonly element: DaytallyElement;
  /** Origins of the URLs that may be opened. */
  readonly sources: readonly string[];
  readonly send: (message: object) => void;
}

const names = ['open', 'run', 'cancel', 'set', 'rows'] satisfies ToFrame['daytally'][];

/** Executes a message. Rejects with a DaytallyError of code `invalid_option` if it is malformed. */
export async function answer(framed: Framed, message: Partial<ToFrame> | null): Promise<void> {
  const { element, sources, send } = framed;
  switch (message?.daytally) {
    case 'open': {
      const selection = await selectGiven((message as { sources: Sources }).sources);
      for (const file of selection.files) if ('url' in file) allow(file.url, sources);
      return await element.open(selection);
    }
    case 'run':
      return await element.run();
    case 'cancel':
      return element.cancel();
    case 'set':
      return void Object.assign(element, settings(message, sources));
    case 'rows': {
      const { id, kind, start, end } = message as ToFrame & { daytally: 'rows' };
      checkWindow(start, end);
      const streams = await element.analyzer.arrow(kind, start, end);
      return send({ daytally: 'rows', id, streams });
    }
    default: {
      const found: unknown = (message as { daytally?: unknown } | null)?.daytally;
      throw unknownName('The field "daytally" of a message can’t be', found, names);
    }
  }
}

/** Returns the properties to set; all are checked before any is set. */
function settings(message: object, sources: readonly string[]): Partial<Given> {
  const given: unknown = 'values' in message ? message.values : undefined;
  const entries = entriesOf(given, 'Field "values"', 'an object of properties by name');
  const taken = entries.map(([name, value]) => {
    const property = framedNames.find((known) => known === name);
    if (!property) throw unknownName('A message can’t set', name, framedNames);
    if (value === null) throw refused(name, 'a value, or nothing for the default', value);
    return [property, valid(property, value)] as const;
  });
  const values: Partial<Given> = Object.fromEntries(taken);
  const { provider } = values;
  if (typeof provider === 'object' && provider.url !== undefined) allow(provider.url, sources);
  return values;
}

/** Refuses a URL whose origin is not in the page's configuration. */
function allow(url: string, sources: readonly string[]): void {
  const origin = URL.canParse(url, document.baseURI) ? new URL(url, document.baseURI).origin : '';
  if (sources.includes(origin)) return;
  const remedy = `The operator of this page can name it in "sources" of ${configName}.`;
  const message = `A URL of ${origin || 'no origin'} can’t be opened from this frame. ${remedy}`;
  throw new DaytallyError(pageCodes.invalidOption, message);
}
