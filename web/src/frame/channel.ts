import { cancelled, DaytallyError, pageCodes } from '../errors';
import type { Problem } from '../types';

/** The version of the messages that this side knows. */
const version = 1;
/** Seconds to wait for a frame that does not answer. */
const patience = 30;

/** A message from the frame. */
export interface FromFrame {
  readonly daytally: string;
  readonly id?: unknown;
  readonly [field: string]: unknown;
}

interface Waiting {
  readonly take: (message: FromFrame) => void;
  readonly refuse: (error: DaytallyError) => void;
}

let used = 0;

/** Sends requests to a page in a frame, and returns its answers. */
export class Channel {
  /** Called with what the frame sends by itself. */
  onMessage: (message: FromFrame) => void = () => {};
  readonly #frame: HTMLIFrameElement;
  readonly #origin: string;
  readonly #waiting = new Map<unknown, Waiting>();
  #closed = false;

  private constructor(frame: HTMLIFrameElement, origin: string) {
    this.#frame = frame;
    this.#origin = origin;
  }

  /** Waits until the page in a frame listens. */
  static async open(
    frame: HTMLIFrameElement,
    origin: string,
    signal: AbortSignal | undefined,
  ): Promise<Channel> {
    const channel = new Channel(frame, origin);
    addEventListener('message', channel.#take);
    let timer: ReturnType<typeof setTimeout> | undefined;
    const hello = () => void channel.request({ daytally: 'hello' }).then(known, () => {});
    let known = (_: FromFrame) => {};
    try {
      const found = await new Promise<FromFrame>((resolve, reject) => {
        known = resolve;
        channel.onMessage = (message) => message.daytally === 'ready' && resolve(message);
        signal?.addEventListener('abort', () => reject(cancelled()), { once: true });
        if (signal?.aborted) reject(cancelled());
        timer = setTimeout(() => reject(silent(origin)), patience * 1000);
        frame.addEventListener('load', hello);
        // The blank page that is there first has the origin of this page, and no other page has it.
        if (frame.contentDocument?.URL !== 'about:blank') hello();
      });
      if (found.version !== version) throw otherVersion(found.version);
      return channel;
    } catch (thrown) {
      channel.close();
      throw thrown;
    } finally {
      clearTimeout(timer);
      frame.removeEventListener('load', hello);
      channel.onMessage = () => {};
    }
  }

  /** Sends a message, and resolves to its answer. Rejects with the DaytallyError of the frame. */
  request(
    message: { readonly daytally: string; readonly [field: string]: unknown },
    transfer: Transferable[] = [],
  ) {
    return new Promise<FromFrame>((take, refuse) => {
      if (this.#closed) throw closed();
      used += 1;
      const id = `daytally ${used}`;
      this.#waiting.set(id, { take, refuse });
      try {
        this.#frame.contentWindow?.postMessage({ ...message, id }, this.#origin, transfer);
      } catch (thrown) {
        this.#waiting.delete(id);
        const reason = thrown instanceof Error ? thrown.message : String(thrown);
        const text = `A frame can't be given this (${reason}).`;
        throw new DaytallyError(pageCodes.invalidOption, text);
      }
    });
  }

  /**
   * Sends a message with a port, and returns what the frame sends there, as fast as it is taken.
   * Rejects as `request` does, and with the reason of the signal.
   */
  async *receive(
    message: Parameters<Channel['request']>[0],
    signal: AbortSignal = new AbortController().signal,
  ): AsyncGenerator<unknown, void, undefined> {
    signal.throwIfAborted();
    const { port1, port2 } = new MessageChannel();
    let take = (_?: { readonly part: unknown }) => {};
    let refuse = (_: unknown) => {};
    const next = () => {
      const found = new Promise<{ readonly part: unknown } | undefined>((resolve, reject) => {
        [take, refuse] = [resolve, reject];
      });
      // A refusal may arrive while the previous part is in use.
      found.catch(() => {});
      return found;
    };
    const abort = () => refuse(signal.reason);
    port1.onmessage = ({ data }) => take({ part: data });
    signal.addEventListener('abort', abort);
    let found = next();
    const ended = this.request({ ...message, port: port2 }, [port2]);
    ended.then(
      () => take(),
      (error) => refuse(error),
    );
    try {
      for (let got = await found; got; got = await found) {
        found = next();
        yield got.part;
        port1.postMessage('next');
      }
    } finally {
      signal.removeEventListener('abort', abort);
      port1.postMessage('stop');
      port1.close();
    }
  }

  /** Stops listening; what is not answered is rejected. */
  close(): void {
    this.#closed = true;
    removeEventListener('message', this.#take);
    for (const { refuse } of this.#waiting.values()) refuse(closed());
    this.#waiting.clear();
  }

  readonly #take = ({ source, origin, data }: MessageEvent): void => {
    if (source !== this.#frame.contentWindow || origin !== this.#origin) return;
    const message = data as FromFrame | null;
    if (typeof message?.daytally !== 'string') return;
    const waiting = this.#waiting.get(message.id);
    this.#waiting.delete(message.id);
    if (!waiting) this.onMessage(message);
    else if (message.daytally === 'error')
      waiting.refuse(DaytallyError.from(message.problem as Problem));
    else waiting.take(message);
  };
}

function closed(): DaytallyError {
  return new DaytallyError(pageCodes.closed, 'The frame was let go.');
}

function silent(origin: string): DaytallyError {
  const remedy = `Does embed.json at ${origin} list ${location.origin}, and is the page there?`;
  return new DaytallyError(pageCodes.notLoaded, `The frame did not answer. ${remedy}`);
}

function otherVersion(found: unknown): DaytallyError {
  const message = `The frame has messages of version ${String(found)}; expected ${version}. Deploy its page again, or update this package.`;
  return new DaytallyError(pageCodes.notLoaded, message);
}
