import { settings } from '../storage';
import type { Dataset, Role, RunState } from '../types';
import type { Mapping } from '../ui/mapping_view';
import { KnownColumns } from './known_columns';

/** Columns by role, null for a role that is done without. */
export type GivenColumns = Readonly<Partial<Record<Role, string | null>>>;

/** Formats of dates by role. */
export type GivenFormats = NonNullable<Mapping['dateFormats']>;

export function mappingOf(given: GivenColumns, dateFormats: GivenFormats = {}): Mapping {
  const entries = Object.entries(given) as [Role, string | null][];
  const columns = Object.fromEntries(entries.filter(([, column]) => column !== null));
  const leaveOut = entries.flatMap(([role, column]) => (column === null ? role : []));
  return { columns, leaveOut, ...(Object.keys(dateFormats).length > 0 && { dateFormats }) };
}

/** What a choice of columns is for. */
export type Opened = 'files' | 'sample';

const guessed: Mapping = { columns: {}, leaveOut: [] };

/** Which columns the user chose, this time or the last. */
export class ColumnChoice {
  readonly #known = new KnownColumns(settings());
  #mapping = guessed;
  #recalled = false;
  #asks = false;
  #given = false;
  /** What was opened: a choice for the sample is not remembered. */
  #of: Opened = 'files';

  get mapping(): Mapping {
    return this.#mapping;
  }

  /** Whether the choice is the one of last time. */
  get recalled(): boolean {
    return this.#recalled;
  }

  /** Whether the user is to be asked now; once for each question. */
  takeQuestion(): boolean {
    const asks = this.#asks;
    this.#asks = false;
    return asks;
  }

  /** Begins with other files, and with the columns that the page around the element names. */
  clear(given = guessed, of: Opened = 'files'): void {
    this.#of = of;
    this.#mapping = given;
    const named = Object.keys({ ...given.columns, ...given.dateFormats }).length;
    this.#given = named + given.leaveOut.length > 0;
    this.#recalled = false;
    this.#asks = false;
  }

  /** Takes what was chosen for these columns last time; tells whether there is such a choice. */
  recall({ schema }: Dataset): boolean {
    const known = this.#given || this.#of === 'sample' ? undefined : this.#known.recall(schema);
    if (known) this.#mapping = known;
    this.#recalled = known !== undefined;
    return this.#recalled;
  }

  /** Notes where the footers, and what could be recalled, have led to. */
  settle({ phase }: RunState): void {
    this.#asks = phase === 'questions';
  }

  /** Takes another choice, and remembers it for these columns. */
  take(mapping: Mapping, dataset: Dataset | undefined): void {
    this.#mapping = mapping;
    this.#recalled = false;
    this.#asks = false;
    if (dataset && this.#of === 'files') this.#known.remember(dataset.schema, mapping);
  }
}
