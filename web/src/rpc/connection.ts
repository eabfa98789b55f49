import * as Comlink from 'comlink';
import { sandboxRemedy } from '../browser/sandbox';
import { crashed, DaytallyError, pageCodes } from '../errors';
import type { CallName, Calls, Input, Output } from './calls';

type Method<Name extends CallName> = (...input: Input<Name>) => Promise<Output<Name>>;

/** One worker and the calls to it, which end when the worker does. */
export class Connection {
  readonly #worker: Worker;
  readonly #remote: Comlink.Remote<Calls>;
  readonly #pending = new Set<(error: DaytallyError) => void>();
  readonly #onEnd: (error: DaytallyError) => void;
  #ended: DaytallyError | undefined;
  #answered = false;

  /** `onEnd` is called once with the reason why the worker ended; `url` is its script's URL. */
  constructor(worker: Worker, onEnd: (error: DaytallyError) => void, url = 'its URL') {
    this.#worker = worker;
    this.#onEnd = onEnd;
    this.#remote = Comlink.wrap<Calls>(worker);
    worker.addEventListener('error', (event) => {
      event.preventDefault();
      // A script that could not be loaded causes an event without a message.
      if (!this.#answered && (!event.message || sandboxRemedy())) {
        return this.end(notLoaded(url));
      }
      const reason = event.message ? ` (${event.message})` : '';
      this.end(crashed(`The analysis crashed${reason}. Try again.`));
    });
    worker.addEventListener('messageerror', () => {
      this.end(crashed('A worker sent a message that cannot be read. Try again.'));
    });
  }

  /** Calls the worker. Rejects with a DaytallyError, also when the worker ends meanwhile. */
  async call<Name extends CallName>(name: Name, ...input: Input<Name>): Promise<Output<Name>> {
    if (this.#ended) throw this.#ended;
    let reject: (error: DaytallyError) => void = () => {};
    const end = new Promise<never>((_, rejected) => {
      reject = rejected;
    });
    this.#pending.add(reject);
    try {
      // Remote<Calls> has each of the methods, but TypeScript cannot index it by a generic name.
      const method = this.#remote[name] as unknown as Method<Name>;
      const answer = await Promise.race([method(...(input.map(sendable) as Input<Name>)), end]);
      this.#answered = true;
      return answer;
    } catch (thrown) {
      const error = DaytallyError.from(thrown);
      if (error.code === pageCodes.crashed) this.end(error);
      throw error;
    } finally {
      this.#pending.delete(reject);
    }
  }

  /** Ends the worker; its work is lost, and every open call rejects with `error`. */
  end(error: DaytallyError): void {
    if (this.#ended) return;
    this.#ended = error;
    this.#worker.terminate();
    // Comlink keeps the worker until its proxy is collected, which the worker's listeners hold.
    this.#remote[Comlink.releaseProxy]();
    for (const reject of this.#pending) reject(error);
    this.#pending.clear();
    this.#onEnd(error);
  }
}

function notLoaded(url: string): DaytallyError {
  const remedy =
    ' Set workerUrl to where worker.js is; from another origin than the page it needs CORS, and in' +
    ' the policy blob: and that origin in worker-src, and that origin in script-src.';
  const message =
    `Daytally's worker did not start from ${url}: the script is missing there, is no JavaScript, ` +
    `or the page's policy refuses it.${sandboxRemedy() || remedy}`;
  return new DaytallyError(pageCodes.notLoaded, message);
}

/** Functions are called in this thread; everything else is copied or transferred. */
function sendable(value: unknown): unknown {
  return typeof value === 'function' ? Comlink.proxy(value) : value;
}
