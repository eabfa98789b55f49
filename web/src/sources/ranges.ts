import type { Reads } from '../types';
import type { FileSource } from './source';

/** Bytes of a file from `start` on. */
export interface Part {
  readonly start: number;
  readonly bytes: Uint8Array;
}

interface Span {
  readonly start: number;
  readonly end: number;
}

/** Unwanted bytes between two ranges that are read along, because a read costs more. */
const gap = 64 * 1024;

/** Splits `[start, end, start, end, …]` into spans, in the order given. */
export function spansOf(flat: Float64Array): Span[] {
  const spans: Span[] = [];
  for (let i = 0; i + 1 < flat.length; i += 2) {
    spans.push({ start: flat[i] ?? 0, end: flat[i + 1] ?? 0 });
  }
  return spans;
}

/** Joins spans that touch, overlap or are near each other; the result is in ascending order. */
export function coalesce(spans: readonly Span[], within = gap): Span[] {
  const joined: Span[] = [];
  for (const span of [...spans].sort((a, b) => a.start - b.start)) {
    const last = joined.at(-1);
    if (last && span.start - last.end <= within) {
      joined[joined.length - 1] = { start: last.start, end: Math.max(last.end, span.end) };
    } else {
      joined.push(span);
    }
  }
  return joined;
}

/** The parts that were asked for, and what was read for them. */
export interface Batch {
  readonly parts: Part[];
  readonly reads: Reads;
}

/** Reads the ranges `[start, end, …]` of a file; a part for each, in the order given. */
export async function readRanges(source: FileSource, flat: Float64Array): Promise<Batch> {
  const spans = spansOf(flat);
  const blocks = await Promise.all(
    coalesce(spans, source.gap).map(async ({ start, end }) => {
      return { start, end, bytes: await source.slice(start, end) };
    }),
  );
  const bytes = blocks.reduce((sum, block) => sum + block.end - block.start, 0);
  const parts = spans.map(({ start, end }) => {
    const block = blocks.find((each) => each.start <= start && end <= each.end);
    if (!block) throw new RangeError(`no block holds ${start} to ${end}`);
    return { start, bytes: new Uint8Array(block.bytes, start - block.start, end - start) };
  });
  return { parts, reads: { bytes, requests: blocks.length } };
}
