import type { GivenColumns, GivenFormats } from '../columns/column_choice';
import type { GivenProvider } from '../provider/given_provider';
import { CheckedElement } from './checked_element';
import { type Control, option } from './properties';

/** The attributes and properties of `<day-tally>`. */
export class ElementOptions extends CheckedElement {
  /** Number of workers; if absent, the number of processors, at most 16. */
  @option() workers: number | undefined;
  /**
   * MiB of memory for each worker's state, beyond which it is stored on disk; see
   * `AnalyzerOptions`.
   */
  @option() memory: number | undefined;
  /** URL of the worker's script; if absent, the one that was built with this element. */
  @option() workerUrl: string | undefined;
  /** URL of the WebAssembly module; if absent, the one that was built with this element. */
  @option() wasmUrl: string | undefined;
  /**
   * Day up to which data should be complete, `YYYY-MM-DD`, inclusive; empty: the newest in the
   * data.
   */
  @option() endDate = '';
  /** Day of the snapshot, `YYYY-MM-DD`; empty: today. */
  @option() runDate = '';
  /** Time zone in which timestamps become days, by its IANA name; empty: UTC. */
  @option() timezone = '';
  /**
   * Share of expected videos without data above which a day is an outage; if absent, a share far
   * above that of the days around it.
   */
  @option() outageShare: number | undefined;
  /** Whether days of outages are excluded from the gaps. */
  @option() excludeOutages = false;
  /**
   * The provider of the snapshot's counts: the name `simulator`, `youtube` or `http`, the options
   * of one of them, or a function that returns counts. Empty: no provider and no snapshot. All but
   * the simulator are called only after the user has seen the cost.
   */
  @option() provider: GivenProvider = '';
  /** The selected result: `overview`, `monthly`, `gaps` and so on. */
  @option() tab = 'overview';
  /** The results to show, by the names of their tabs, separated by spaces; empty: all. */
  @option() tabs = '';
  /** What is shown: `results` alone, or everything if empty. */
  @option() view: '' | 'results' = '';
  /**
   * The controls to show, separated by spaces: `drop`, `columns`, `dates` and `provider`, or `none`.
   * If empty: all, or none with `view="results"`.
   */
  @option() controls = '';
  /** URLs to open, separated by spaces. */
  @option() src = '';
  /** Analyze opened files as soon as their columns are known. */
  @option() autorun = false;
  /** Read every Parquet file of a folder, whatever the log of a table or streaming sink lists. */
  @option() asFiles = false;
  /**
   * The version of the only table, or the id of an Iceberg snapshot; if absent, the newest. A user
   * who opens other data clears it.
   */
  @option() tableVersion: number | string | undefined;
  /**
   * Columns by role, such as `{"viewCount": "plays"}`; null omits a role and the results that need
   * it. The others are guessed.
   */
  @option() columns: GivenColumns = {};
  /** Formats of dates by role, such as `{"date": "%d/%m/%Y"}`. */
  @option() dateFormats: GivenFormats = {};

  /** Whether a control is shown. */
  protected shows(control: Control): boolean {
    const { controls, view } = this;
    return controls ? controls.split(/\s+/).includes(control) : view === '';
  }
}
