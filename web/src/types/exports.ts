import type { Format, ResultKind } from '../generated/daytally.js';

/** The progress of an export. */
export interface ExportProgress {
  readonly kind: ResultKind;
  readonly format: Format;
  readonly rows: number;
  readonly totalRows: number;
  readonly bytes: number;
}

/** A result that is being saved, or how that ended. */
export type Download = { readonly name: string } & (
  | {
      readonly stage: 'writing';
      readonly rows: number;
      readonly totalRows: number;
      readonly bytes: number;
    }
  | { readonly stage: 'saved'; readonly bytes: number }
  | { readonly stage: 'cancelled' }
  | { readonly stage: 'failed'; readonly message: string }
);
