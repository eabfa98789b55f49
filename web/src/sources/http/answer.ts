import type { FileVersion, UrlFile } from '../../types';
import { compressed } from './errors';

/** A parsed Content-Range; ends are exclusive, `*` or a missing part is undefined. */
export interface ContentRange {
  readonly start?: number;
  readonly end?: number;
  readonly total?: number;
}

/** Returns the value of a Range header for bytes from `start` to `end` (exclusive). */
export function rangeOf(start: number, end: number): string {
  return `bytes=${start}-${end - 1}`;
}

/** Parses an answer's Content-Range; undefined if it is missing, or the host hides it. */
export function contentRange({ headers }: Response): ContentRange | undefined {
  const text = headers.get('Content-Range');
  const found = /^bytes\s+(?:(\d+)-(\d+)|\*)\/(?:(\d+)|\*)$/i.exec(text?.trim() ?? '');
  if (!found) return text === null ? undefined : {};
  const [, first, last, total] = found;
  return {
    ...(first !== undefined && { start: Number(first) }),
    ...(last !== undefined && { end: Number(last) + 1 }),
    ...(total !== undefined && { total: Number(total) }),
  };
}

/** Returns the version of an answer's content, without its size. */
export function validators({ headers }: Response): Omit<FileVersion, 'byteLength'> {
  const etag = headers.get('ETag');
  const lastModified = headers.get('Last-Modified');
  return { ...(etag && { etag }), ...(lastModified && { lastModified }) };
}

/** Returns whether an answer is of another content than an earlier one, as far as both show it. */
export function differs(
  version: Omit<FileVersion, 'byteLength'>,
  next: Omit<FileVersion, 'byteLength'>,
): boolean {
  const weak = /^W\//;
  if (version.etag && next.etag) {
    const [a, b] = [version.etag, next.etag].map((etag) => etag.replace(weak, ''));
    if (a !== b) return true;
    // Weak ones may be equal for contents that are only equivalent.
    if (!weak.test(version.etag) && !weak.test(next.etag)) return false;
  }
  const { lastModified } = version;
  return lastModified !== undefined && next.lastModified !== undefined
    ? lastModified !== next.lastModified
    : false;
}

/** Returns whether an answer is uncompressed, as far as the page may see. */
export function isPlain(response: Response): boolean {
  return encodingOf(response).toLowerCase() === 'identity';
}

/** Throws if the bytes of a range are compressed. */
export function expectPlain(file: UrlFile, response: Response): void {
  if (!isPlain(response)) throw compressed(file, encodingOf(response));
}

function encodingOf({ headers }: Response): string {
  return headers.get('Content-Encoding')?.trim() || 'identity';
}
