import type { DaytallyElement } from './element';
import { DaytallyError, pageCodes } from './errors';
import type { Sources } from './sources/given';
import type { ResultKind } from './types';

/** What the page around the frame may say. */
export type ToFrame =
  | { readonly daytally: 'open'; readonly sources: Sources }
  | { readonly daytally: 'run' }
  | { readonly daytally: 'cancel' }
  | { readonly daytally: 'set'; readonly values: Readonly<Record<string, unknown>> }
  | {
      readonly daytally: 'rows';
      /** Comes back with the answer. */
      readonly id: unknown;
      readonly kind: ResultKind;
      /** First row, inclusive, and last, exclusive. */
      readonly start: number;
      readonly end: number;
    };

/** What `set` may change: the element's properties that say what is looked at, and how. */
const settable = [
  'endDate',
  'runDate',
  'timezone',
  'provider',
  'tab',
  'tabs',
  'autorun',
  'columns',
] as const;

/**
 * Lets the page around this one, of one origin, open files, run, and be told of what is found, by
 * messages. Messages of any other window or origin are passed over.
 */
export function listen(element: DaytallyElement, host: string): void {
  const { parent } = window;
  const tell = (message: object) => parent.postMessage(message, host);
  const refuse = (error: unknown) => tell({ daytally: 'error', problem: failure(error) });
  addEventListener('message', ({ source, origin, data }) => {
    if (source !== parent || origin !== host) return;
    answer(element, data, tell).catch(refuse);
  });
  element.addEventListener('statechange', () => {
    tell({ daytally: 'state', phase: element.analyzer.state.phase });
  });
  for (const name of ['progress', 'result', 'error'] as const) {
    element.addEventListener(name, (event) => {
      const { detail } = event as unknown as CustomEvent<unknown>;
      tell({ daytally: name, [name === 'error' ? 'problem' : name]: detail });
    });
  }
  tell({ daytally: 'ready' });
}

async function answer(
  element: DaytallyElement,
  message: Partial<ToFrame> | null,
  tell: (message: object) => void,
): Promise<void> {
  switch (message?.daytally) {
    case 'open':
      return await element.open((message as ToFrame & { daytally: 'open' }).sources);
    case 'run':
      return await element.run();
    case 'cancel':
      return element.cancel();
    case 'set': {
      const { values } = message as ToFrame & { daytally: 'set' };
      for (const name of settable) {
        if (name in values) Object.assign(element, { [name]: values[name] });
      }
      return;
    }
    case 'rows': {
      const { id, kind, start, end } = message as ToFrame & { daytally: 'rows' };
      const streams = await element.analyzer.arrow(kind, start, end);
      return tell({ daytally: 'rows', id, streams });
    }
    default: {
      const known = 'open, run, cancel, set or rows';
      const found = JSON.stringify((message as { daytally?: unknown } | null)?.daytally);
      const text = `A message to Daytally needs a field "daytally" that is ${known}; it is ${found}.`;
      throw new DaytallyError(pageCodes.invalidOption, text);
    }
  }
}

function failure(error: unknown) {
  return DaytallyError.from(error).toFailure();
}
