import type { ColumnInfo, Overview, ValueCheck } from '../generated/daytally.js';

/** A column as all files have it. */
export interface SchemaColumn {
  readonly name: string;
  /** Its types in words, each once; more than one if files differ. */
  readonly types: readonly string[];
  readonly kinds: readonly ColumnInfo['kind'][];
  /** Whether it is a key in the folders' names. */
  readonly inPath: boolean;
}

/** How the first values of a column can be read as a role's. */
export interface RoleCheck extends ValueCheck {
  /** The first few distinct values, as text. */
  readonly values: readonly string[];
  /** Those of them that cannot be read. */
  readonly unread: readonly string[];
}

/** The minimum and maximum number of videos by the footers, inclusive. */
export interface Bounds {
  readonly least: number;
  readonly most: number;
}

/** The workers' sums while they are still reading. */
export interface SoFar {
  /** Rows that are in the sums. */
  readonly rows: number;
  readonly months: Overview['months'];
  /** Milliseconds that the slowest worker took for them. */
  readonly took: number;
}
