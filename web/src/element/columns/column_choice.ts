import { settings } from '../../browser/storage';
import type { Dataset, Role } from '../../types';
import type { Mapping } from '../../ui/setup/mapping';
import { KnownColumns } from './known_columns';

/** Columns by role, null for an omitted role. */
export type GivenColumns = Readonly<Partial<Record<Role, string | null>>>;

/** Formats of dates by role. */
export type GivenFormats = NonNullable<Mapping['dateFormats']>;

export function mappingOf(given: GivenColumns, dateFormats: GivenFormats = {}): Mapping {
  const entries = Object.entries(given) as [Role, string | null][];
  const columns = Object.fromEntries(entries.filter(([, column]) => column !== null));
  const omitRoles = entries.flatMap(([role, column]) => (column === null ? role : []));
  return { columns, omitRoles, ...(Object.keys(dateFormats).length > 0 && { dateFormats }) };
}

/** The kind of data that a choice of columns is for. */
export type Opened = 'files' | 'sample';

const guessed: Mapping = { columns: {}, omitRoles: [] };

/** The columns that the user chose, this time or last time. */
export class ColumnChoice {
  readonly #known = new KnownColumns(settings());
  #mapping = guessed;
  #recalled = false;
  #given = false;
  /** The kind of data that was opened: a choice for the sample is not remembered. */
  #of: Opened = 'files';

  get mapping(): Mapping {
    return this.#mapping;
  }

  /** Whether the choice is the one from last time. */
  get recalled(): boolean {
    return this.#recalled;
  }

  /** Starts over for other files, with the columns that the portal names. */
  clear(given = guessed, of: Opened = 'files'): void {
    this.#of = of;
    this.#mapping = given;
    const named = Object.keys({ ...given.columns, ...given.dateFormats }).length;
    this.#given = named + given.omitRoles.length > 0;
    this.#recalled = false;
  }

  /** Takes the last choice for these columns. Returns whether there is one. */
  recall({ schema }: Dataset): boolean {
    const known = this.#given || this.#of === 'sample' ? undefined : this.#known.recall(schema);
    if (known) this.#mapping = known;
    this.#recalled = known !== undefined;
    return this.#recalled;
  }

  /** Takes another choice, and remembers it for these columns. */
  take(mapping: Mapping, dataset: Dataset | undefined): void {
    this.#mapping = mapping;
    this.#recalled = false;
    if (dataset && this.#of === 'files') this.#known.remember(dataset.schema, mapping);
  }
}
