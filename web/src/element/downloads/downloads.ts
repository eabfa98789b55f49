import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { Analyzer } from '../../analyzer';
import { DaytallyError } from '../../errors';
import { chooseSink } from '../../sinks/choose';
import type { Sink } from '../../sinks/sink';
import type { Download } from '../../types';
import type { DownloadRequest } from '../../ui/results/download_menu';

/** Milliseconds for which the end of a download is shown, unless it failed. */
const shownFor = 10_000;

/** Saves one result at a time, and tracks its progress. */
export class Downloads implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  #current: Download | undefined;
  #abort: AbortController | undefined;
  /** Removes a message that needs no action. */
  #leaving: ReturnType<typeof setTimeout> | undefined;

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
    host.addController(this);
  }

  hostConnected(): void {}

  /** The current download, or how the last one ended. */
  get current(): Download | undefined {
    return this.#current;
  }

  get busy(): boolean {
    return this.#abort !== undefined;
  }

  /** Clears the last download. */
  clear(): void {
    this.cancel();
    this.#show(undefined);
  }

  cancel(): void {
    this.#abort?.abort();
  }

  /** Saves the rows of a request to a file of that name. */
  async start(analyzer: Analyzer, name: string, request: DownloadRequest): Promise<void> {
    const { kind, format, filter, sort, columns } = request;
    if (this.#abort) return;
    const abort = new AbortController();
    this.#abort = abort;
    let sink: Sink | undefined;
    let bytes = 0;
    try {
      sink = await chooseSink(name);
      if (!sink) return;
      this.#show({ name, stage: 'writing', rows: 0, totalRows: analyzer.rows(kind), bytes });
      const to: Sink = sink;
      const counting = {
        write: (some: Uint8Array<ArrayBuffer>) => {
          bytes += some.length;
          return to.write(some);
        },
      };
      await analyzer.export(kind, format, counting, {
        filter,
        ...(sort && { sort }),
        ...(columns && { columns }),
        signal: abort.signal,
        onProgress: ({ rows, totalRows, bytes: written }) => {
          this.#show({ name, stage: 'writing', rows, totalRows, bytes: written });
        },
      });
      await sink.close();
      this.#show({ name, stage: 'saved', bytes });
    } catch (thrown) {
      await sink?.abort().catch(() => {});
      const { message } = DaytallyError.from(thrown);
      this.#show(
        abort.signal.aborted ? { name, stage: 'cancelled' } : { name, stage: 'failed', message },
      );
    } finally {
      this.#abort = undefined;
      this.#host.requestUpdate();
    }
  }

  /** Saves a small file of text. */
  async save(name: string, make: () => string | Promise<string>): Promise<void> {
    if (this.#abort) return;
    this.#abort = new AbortController();
    let sink: Sink | undefined;
    try {
      sink = await chooseSink(name);
      if (!sink) return;
      const bytes = new TextEncoder().encode(await make());
      // The sink owns them once they are written.
      const { length } = bytes;
      await sink.write(bytes);
      await sink.close();
      this.#show({ name, stage: 'saved', bytes: length });
    } catch (thrown) {
      await sink?.abort().catch(() => {});
      this.#show({ name, stage: 'failed', message: DaytallyError.from(thrown).message });
    } finally {
      this.#abort = undefined;
      this.#host.requestUpdate();
    }
  }

  #show(download: Download | undefined): void {
    clearTimeout(this.#leaving);
    const ended = download?.stage === 'saved' || download?.stage === 'cancelled';
    if (ended) this.#leaving = setTimeout(() => this.#show(undefined), shownFor);
    this.#current = download;
    this.#host.requestUpdate();
  }
}
