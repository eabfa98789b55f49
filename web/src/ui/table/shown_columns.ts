import type { RowSource } from '../../types';

/** Returns the same rows without some columns. */
export function withoutColumns(source: RowSource, hidden: readonly string[]): RowSource {
  if (hidden.length === 0) return source;
  return {
    ...source,
    rows: async (start, end) => {
      const { columns, rows, ...rest } = await source.rows(start, end);
      const shown = columns.map(({ name }) => !hidden.includes(name));
      const of = <T>(all: readonly T[]) => all.filter((_, at) => shown[at]);
      return { ...rest, columns: of(columns), rows: rows.map(of) };
    },
  };
}
