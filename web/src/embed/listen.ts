import type { DaytallyElement } from '../element';
import { DaytallyError, pageCodes } from '../errors';
import { answer, version } from './answer';

/**
 * Lets the embedding page open files, run, and get results by messages, if its origin is listed.
 * Messages of other windows or origins are ignored. URLs are opened only from the origins in
 * `sources`.
 */
export function listen(
  element: DaytallyElement,
  hosts: readonly string[],
  sources: readonly string[],
): void {
  const { parent } = window;
  // The browser discards a message to an origin that the window does not have.
  const send = (message: object) => {
    for (const host of hosts) parent.postMessage(message, host);
  };
  const isHost = ({ source, origin }: MessageEvent) => source === parent && hosts.includes(origin);
  const fail = (error: unknown, id?: unknown) => {
    const problem = DaytallyError.from(error).toFailure();
    send({ daytally: 'error', ...(id !== undefined && { id }), problem });
  };
  addEventListener('message', (event) => {
    if (!isHost(event)) return;
    const { data } = event;
    answer({ element, sources, send }, data).then(
      (found) => {
        const daytally = data.daytally === 'rows' ? 'rows' : 'done';
        if (data.id !== undefined) send({ daytally, id: data.id, ...found });
      },
      (error) => fail(error, data?.id),
    );
  });
  addEventListener('messageerror', (event) => {
    const message = 'The message holds something that this page cannot receive.';
    if (isHost(event)) fail(new DaytallyError(pageCodes.invalidOption, message));
  });
  element.addEventListener('statechange', () => {
    send({ daytally: 'state', phase: element.analyzer.state.phase });
  });
  for (const name of ['progress', 'result', 'error'] as const) {
    element.addEventListener(name, (event) => {
      const { detail } = event as unknown as CustomEvent<unknown>;
      send({ daytally: name, [name === 'error' ? 'problem' : name]: detail });
    });
  }
  send({ daytally: 'ready', version });
}
