import { daysFromTo } from '../../day';
import type { Bounds, FileSummary, Plan, SchemaColumn } from '../../types';

/** Returns every column of some files once, by name. */
export function schemaOf(files: readonly FileSummary[]): SchemaColumn[] {
  const found = new Map<string, SchemaColumn>();
  for (const { columns } of files) {
    for (const { name, type, kind, source } of columns) {
      const known = found.get(name);
      const inPath = source === 'path';
      if (known?.types.includes(type) && known.kinds.includes(kind) && known.inPath >= inPath)
        continue;
      found.set(name, {
        name,
        types: [...new Set([...(known?.types ?? []), type])],
        kinds: [...new Set([...(known?.kinds ?? []), kind])],
        inPath: inPath || known?.inPath === true,
      });
    }
  }
  return [...found.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** The minimum compressed size of an id: YouTube's have 64 random bits. */
const idBytes = 8;

/**
 * Returns how many videos there can be. A video has at most one row per day, unless rows are
 * repeated, and no two videos share the bytes of their ids.
 */
export function videosWithin(plan: Plan, files: readonly FileSummary[]): Bounds {
  const { rows, firstDay, lastDay } = plan;
  const days = daysFromTo(firstDay ?? '', lastDay ?? '') ?? rows;
  const least = Math.ceil(rows / Math.max(1, days));
  const column = plan.roles.find(({ role }) => role === 'videoId')?.column;
  const taken = new Set(plan.files);
  let most = 0;
  for (const { file, columns, rowGroups } of files) {
    if (!taken.has(file)) continue;
    const at = columns.findLastIndex(({ name }) => name === column);
    for (const { rows, columnBytes } of rowGroups) {
      const bytes = columns[at]?.source === 'file' ? columnBytes[at] : undefined;
      most += bytes === undefined ? rows : Math.min(rows, Math.ceil(bytes / idBytes));
    }
  }
  return { least, most: Math.max(least, most) };
}
