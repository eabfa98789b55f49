import type { Reads } from '../types';
import type { BlobReader } from './blob_reader';
import { type FileSource, tooLarge } from './source';

/** Bytes of a file from `start` on. */
export interface Part {
  readonly start: number;
  readonly bytes: Uint8Array;
}

interface Span {
  readonly start: number;
  readonly end: number;
}

/** Unwanted bytes between two ranges that are read too, because another read costs more. */
const gap = 64 * 1024;
/** The maximum number of bytes that are read at once, unless one range alone is larger. */
const blockBytes = 256 * 2 ** 20;
/** The maximum number of bytes of one range that WebAssembly can take. */
const rangeBytes = 2 ** 31 - 2 ** 16;

/** Splits `[start, end, start, end, …]` into spans, in the order given. */
export function spansOf(flat: Float64Array): Span[] {
  const spans: Span[] = [];
  for (let i = 0; i + 1 < flat.length; i += 2) {
    spans.push({ start: flat[i] ?? 0, end: flat[i + 1] ?? 0 });
  }
  return spans;
}

/**
 * Joins spans that touch, overlap or are near each other, to at most `maxBytes`. The result is in
 * ascending order.
 */
export function coalesce(spans: readonly Span[], within = gap, maxBytes = blockBytes): Span[] {
  const joined: Span[] = [];
  for (const span of [...spans].sort((a, b) => a.start - b.start)) {
    const last = joined.at(-1);
    const end = Math.max(last?.end ?? 0, span.end);
    const covered = end === last?.end;
    if (last && (covered || (span.start - last.end <= within && end - last.start <= maxBytes))) {
      joined[joined.length - 1] = { start: last.start, end };
    } else {
      joined.push(span);
    }
  }
  return joined;
}

/** The requested parts, and what was read for them. */
export interface Batch {
  readonly parts: Part[];
  readonly reads: Reads;
}

/**
 * Reads the ranges `[start, end, …]` of a file; a part for each, in the order given. If `reader` is
 * given, the parts are to be released to it.
 */
export async function readRanges(
  source: FileSource,
  flat: Float64Array,
  reader?: BlobReader,
): Promise<Batch> {
  const spans = spansOf(flat);
  for (const { start, end } of spans) {
    if (end - start > rangeBytes) throw tooLarge(source.path, end - start);
  }
  const blocks = await Promise.all(
    coalesce(spans, source.gap).map(async ({ start, end }) => {
      return { start, end, bytes: await source.slice(start, end, reader) };
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
