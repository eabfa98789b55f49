import type { DaytallyElement } from '../element';
import { checked } from '../options/check';
import { batchChecks, readParts } from '../results/parts';
import type { Format, ResultKind } from '../types';

/** What to send of a result: the bytes of a file, or rows if there is no format. */
export interface Sending {
  readonly kind: ResultKind;
  readonly format?: Format;
  /** `columns`, `filter` and `sort`; `batchRows` of rows. */
  readonly options?: unknown;
  /**
   * Receives bytes, or the Arrow IPC streams of a batch. Each message that it sends requests the
   * next; `stop` ends the sending.
   */
  readonly port: MessagePort;
}

/** Sends a result to a port until the results change. Rejects with a DaytallyError. */
export async function send(
  element: DaytallyElement,
  { kind, format, options, port }: Sending,
): Promise<object> {
  const { analyzer } = element;
  const abort = new AbortController();
  const known = { ...checked(options, batchChecks, '"options"'), signal: abort.signal };
  const stop = () => abort.abort();
  let next = () => {};
  const write = (part: unknown) =>
    new Promise<void>((resolve) => {
      next = resolve;
      port.postMessage(part);
    });
  port.onmessage = ({ data }) => {
    if (data === 'stop') stop();
    next();
  };
  element.addEventListener('statechange', stop);
  try {
    if (format) await analyzer.export(kind, format, { write }, known);
    else for await (const part of readParts(analyzer.tables, kind, known)) await write(part);
    return {};
  } finally {
    element.removeEventListener('statechange', stop);
    port.close();
  }
}
