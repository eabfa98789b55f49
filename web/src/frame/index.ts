import { cancelled, DaytallyError } from '../errors';
import type { Following } from '../open/data';
import { type Sources, selectSources } from '../open/sources';
import { type Checks, checked, refused } from '../options/check';
import { followingChecks, readingChecks, runChecks } from '../options/run';
import type { Dataset, Outcome, RunOptions, ScanProgress } from '../types';
import { Channel, type FromFrame } from './channel';
import { FrameResults } from './results';

export type { BatchOptions } from '../open/batches';
export type { FrameExportOptions, FrameResults } from './results';

/** Options of the connection to a frame. */
export interface ConnectOptions {
  /** Ends the waiting for the frame, which rejects with code `cancelled`. */
  readonly signal?: AbortSignal;
  /** Called with the height in pixels of what the frame shows, now and when it changes. */
  readonly onHeight?: (height: number) => void;
}

/** The choices of every analysis of opened data. */
export type FrameOpenOptions = Partial<
  Pick<RunOptions, 'asFiles' | 'tableVersion' | 'columns' | 'dateFormats' | 'omitRoles'>
>;

/** The choices of an analysis; `onProgress` is called with the progress of reading the data. */
export interface FrameAnalyzeOptions
  extends Partial<
      Pick<
        RunOptions,
        'endDate' | 'excludeOutages' | 'outageShare' | 'provider' | 'runDate' | 'timezone'
      >
    >,
    Pick<Following, 'signal'> {
  readonly onProgress?: (progress: ScanProgress) => void;
}

const { timezone, ...openChecks } = readingChecks;
const { endDate, excludeOutages, outageShare, provider, runDate } = runChecks;
const analyzeChecks: Checks<FrameAnalyzeOptions> = {
  ...{ endDate, excludeOutages, outageShare, provider, runDate, timezone },
  ...followingChecks,
};
const connectChecks: Checks<ConnectOptions> = {
  signal: followingChecks.signal,
  onHeight: followingChecks.onProgress,
};

/** A page of Daytally in a frame, with the methods of `open`. */
export class DaytallyFrame {
  readonly #channel: Channel;
  #turn = 0;
  /** Changes in the frame, also those of its user: results are gone after the next. */
  #changes = 0;
  #onProgress: FrameAnalyzeOptions['onProgress'];

  /** Called by `connect`. */
  constructor(channel: Channel, onHeight: ConnectOptions['onHeight']) {
    this.#channel = channel;
    channel.onMessage = ({ daytally, height, progress }: FromFrame) => {
      if (daytally === 'state') this.#changes += 1;
      if (daytally === 'height') onHeight?.(height as number);
      if (daytally === 'progress') this.#onProgress?.(progress as ScanProgress);
    };
  }

  /**
   * Opens sources in the frame, in place of the current ones, and returns the facts in their
   * footers. URLs need an entry in the frame's `embed.json`.
   */
  async open(sources: Sources, options: FrameOpenOptions = {}): Promise<Dataset> {
    const {
      columns = {},
      omitRoles = [],
      ...others
    } = checked<FrameOpenOptions>(options, openChecks, 'open()');
    const left = Object.fromEntries(omitRoles.map((role) => [role, null]));
    const { asFiles, tableVersion, dateFormats } = others;
    const values = { columns: { ...columns, ...left }, asFiles, tableVersion, dateFormats };
    const selection = await selectSources(sources);
    this.#changes += 1;
    await this.#channel.request({ daytally: 'set', values });
    const { dataset } = await this.#channel.request({ daytally: 'open', sources: selection });
    return dataset as Dataset;
  }

  /** Analyzes what is open. Rejects as `analyze` of the functions does. */
  async analyze(options: FrameAnalyzeOptions = {}): Promise<FrameResults> {
    const known = checked(options, analyzeChecks, 'analyze()');
    const { signal, onProgress, ...choices } = known;
    if (signal?.aborted) throw cancelled();
    this.#turn += 1;
    const turn = this.#turn;
    this.#changes += 1;
    // Absent options return to their defaults.
    const none = Object.keys(analyzeChecks).filter((name) => !(name in followingChecks));
    const values = { ...Object.fromEntries(none.map((name) => [name, undefined])), ...choices };
    this.#onProgress = onProgress;
    const stop = () => void this.cancel().catch(() => {});
    signal?.addEventListener('abort', stop, { once: true });
    try {
      await this.#channel.request({ daytally: 'set', values });
      const { result } = await this.#channel.request({ daytally: 'run' });
      const changes = this.#changes;
      return new FrameResults(this.#channel, result as Outcome, () => changes === this.#changes);
    } catch (thrown) {
      throw signal?.aborted ? cancelled() : DaytallyError.from(thrown);
    } finally {
      signal?.removeEventListener('abort', stop);
      if (turn === this.#turn) this.#onProgress = undefined;
    }
  }

  /** Stops the current work in the frame. */
  async cancel(): Promise<void> {
    await this.#channel.request({ daytally: 'cancel' });
  }

  /** Disconnects from the frame, which stays as it is. */
  close(): void {
    this.#channel.close();
  }
}

/**
 * Connects to a page of Daytally in a frame, whose `embed.json` must list this page's origin. Waits
 * until the page listens.
 *
 * Rejects with a DaytallyError: `not_loaded` if the frame does not answer within 30 seconds,
 * `cancelled` if it is aborted.
 *
 * @example
 * const frame = await connect(document.querySelector('iframe'), 'https://daytally.example');
 * await frame.open(files);
 * const results = await frame.analyze({ endDate: '2023-04-18' });
 */
export async function connect(
  frame: HTMLIFrameElement,
  origin: string,
  options: ConnectOptions = {},
): Promise<DaytallyFrame> {
  const { signal, onHeight } = checked<ConnectOptions>(options, connectChecks, 'connect()');
  if (!URL.canParse(origin))
    throw refused('origin', 'one such as https://daytally.example', origin);
  const channel = await Channel.open(frame, new URL(origin).origin, signal);
  const connected = new DaytallyFrame(channel, onHeight);
  if (onHeight) await channel.request({ daytally: 'heights' });
  return connected;
}
