import type { Dataset, SchemaColumn } from '../../types';
import { roles } from './roles';

/** A schema of at most so many columns is shown whole. */
const few = 8;
/** The maximum number of columns that are shown, and so read, at once. */
const max = 24;
/** The maximum number of columns that could play a role without a known name. */
const likely = 8;

/** The columns of a preview, and how many others there are. */
export interface PreviewColumns {
  readonly shown: readonly SchemaColumn[];
  readonly others: number;
}

/**
 * Returns the columns that play roles or could play an open one, or all whose names contain a text.
 */
export function previewColumns(
  { plan, schema }: Dataset,
  all: boolean,
  search: string,
): PreviewColumns {
  const usable = schema.filter(({ name }) => plan.columns.includes(name));
  const named = (names: readonly string[]) =>
    names.flatMap((name) => usable.find((column) => column.name === name) ?? []);
  const playing = named(
    roles.flatMap(({ role }) => plan.roles.find((each) => each.role === role)?.column ?? []),
  );
  const questioned = plan.questions.flatMap(({ role, candidates, message = '' }) => {
    if (candidates.length > 0) return named(candidates);
    const kinds = roles.find((each) => each.role === role)?.kinds ?? [];
    // The question may name columns whose names are similar to a known one.
    const [, meant = ''] = message.split('Did you mean');
    const rank = (column: SchemaColumn) => kinds.findIndex((kind) => column.kinds.includes(kind));
    const fitting = usable.filter((column) => !playing.includes(column) && rank(column) >= 0);
    fitting.sort((a, b) => rank(a) - rank(b));
    const similar = fitting.filter(({ name }) => meant.includes(JSON.stringify(name)));
    return [...new Set([...similar, ...fitting])].slice(0, likely);
  });
  const wanted = search.trim().toLowerCase();
  const found = all ? usable.filter(({ name }) => name.toLowerCase().includes(wanted)) : [];
  const first = [...new Set([...playing, ...questioned, ...(usable.length <= few ? usable : [])])];
  const shown = (all ? [...first.filter((each) => found.includes(each)), ...found] : first).filter(
    (column, at, every) => every.indexOf(column) === at,
  );
  return { shown: shown.slice(0, max), others: usable.length - Math.min(shown.length, max) };
}
