import type { FileVersion, UrlFile } from '../../types';
import { BlobSource, type FileSource } from '../source';
import { contentRange, differs, expectPlain, isPlain, rangeOf, validators } from './answer';
import { firstBytes, maxWithoutRanges, urlGap } from './bounds';
import type { HttpClient } from './client';
import {
  changed,
  compressed,
  otherLength,
  otherRange,
  rangesEnded,
  refusal,
  withoutSize,
} from './errors';
import { readWhole } from './whole_file';

/**
 * The facts in a URL's first answer: its version and small content, a copy of it all, or no size.
 */
type First =
  | { readonly version: FileVersion; readonly whole?: ArrayBuffer }
  | { readonly blob: Blob }
  | { readonly unsized: Omit<FileVersion, 'byteLength'>; readonly empty?: boolean }
  | { readonly compressed: true };

/**
 * Opens the file of a URL; a file with a known version needs no request. Rejects with a
 * DaytallyError of code `io`.
 */
export async function openUrl(file: UrlFile, client: HttpClient): Promise<FileSource> {
  if (file.version) return new UrlSource(file, file.version, client);
  const range = rangeOf(0, firstBytes);
  const first = await client.request(file, { range }, (response) => readFirst(file, response));
  if ('compressed' in first) return await wholeFile(file, client);
  if ('blob' in first) return new BlobSource({ path: file.path, blob: first.blob });
  if ('version' in first) return new UrlSource(file, first.version, client, first.whole);
  const byteLength = await sizeByHead(file, client);
  if (byteLength === undefined) return await wholeFile(file, client);
  if (first.empty && byteLength > 0) throw refusal(file, 416);
  return new UrlSource(file, { ...first.unsized, byteLength }, client);
}

async function readFirst(file: UrlFile, response: Response): Promise<First> {
  const { status } = response;
  if (status === 200) return { blob: await readWhole(file, response) };
  const found = contentRange(response);
  if (status === 416) {
    if (found?.total === 0) return { version: { ...validators(response), byteLength: 0 } };
    return { unsized: validators(response), empty: true };
  }
  if (status !== 206) throw refusal(file, status);
  if (!isPlain(response)) return { compressed: true };
  if (found?.total === undefined) return { unsized: validators(response) };
  const version = { ...validators(response), byteLength: found.total };
  expectRange(file, response, 0, Math.min(firstBytes, found.total));
  if (found.total > firstBytes) return { version };
  const whole = await response.arrayBuffer();
  // Decompressing changes the length, which also shows if the host hides Content-Encoding.
  return whole.byteLength === found.total ? { version, whole } : { compressed: true };
}

/**
 * Fetches a whole file once, for all workers, from a host that compresses byte ranges. Some do so
 * if the browser accepts it, as Firefox does for ranges.
 */
async function wholeFile(file: UrlFile, client: HttpClient): Promise<FileSource> {
  const blob = await client.request(file, {}, async (response) => {
    if (response.status !== 200) throw refusal(file, response.status);
    return await readWhole(file, response, maxWithoutRanges, compressed(file));
  });
  return new BlobSource({ path: file.path, blob });
}

/**
 * Returns the size of a file by HEAD or GET, if its ranges do not have it: hosts may hide
 * Content-Range, but not the length. Undefined if the length is that of compressed content.
 */
async function sizeByHead(
  file: UrlFile,
  client: HttpClient,
  method: 'HEAD' | 'GET' = file.access?.bucket ? 'GET' : 'HEAD',
): Promise<number | undefined> {
  // Most browsers accept only uncompressed content with a Range.
  const request = { method, range: 'bytes=0-' } as const;
  const size = await client.request(file, request, async (response) => {
    const { status, headers } = response;
    // A signature is for GET, whose content is not read here.
    if (status === 403 && method === 'HEAD') return 'refused';
    const length = headers.get('Content-Length');
    // No byte of an empty file can be requested.
    if (status === 416 && contentRange(response)?.total === 0) return 0;
    if (status !== 200 && status !== 206) throw withoutSize(file, `${status}`);
    if (!isPlain(response)) return undefined;
    if (length === null) throw withoutSize(file, `${status} without a Content-Length`);
    return Number(length);
  });
  return size === 'refused' ? await sizeByHead(file, client, 'GET') : size;
}

/** A file of a URL, read by ranges; every answer must be of the same version. */
class UrlSource implements FileSource {
  readonly path: string;
  readonly byteLength: number;
  readonly gap = urlGap;
  readonly input: UrlFile & { readonly version: FileVersion };
  readonly #client: HttpClient;
  /** All bytes: of a small file until it is settled, and of a file that its host sends whole. */
  #whole: ArrayBuffer | undefined;
  #blob: Blob | undefined;

  constructor(file: UrlFile, version: FileVersion, client: HttpClient, whole?: ArrayBuffer) {
    this.path = file.path;
    this.byteLength = version.byteLength;
    this.input = { ...file, version };
    this.#client = client;
    this.#whole = whole;
  }

  async slice(start: number, end: number): Promise<ArrayBuffer> {
    if (this.#whole) return this.#whole.slice(start, end);
    if (this.#blob) return await this.#blob.slice(start, end).arrayBuffer();
    if (start === end) return new ArrayBuffer(0);
    const range = rangeOf(start, end);
    return await this.#client.request(this.input, { range }, (response) => {
      return this.#read(response, start, end);
    });
  }

  settle(): void {
    this.#whole = undefined;
  }

  async #read(response: Response, start: number, end: number): Promise<ArrayBuffer> {
    const { version } = this.input;
    const { status } = response;
    const of = status === 206 || status === 200;
    const total = contentRange(response)?.total ?? this.byteLength;
    if (
      status === 416 ||
      (of && differs(version, validators(response))) ||
      total !== this.byteLength
    ) {
      throw changed(this.input);
    }
    if (status === 206) {
      expectPlain(this.input, response);
      expectRange(this.input, response, start, end);
      return await body(this.input, response, end - start);
    }
    if (status !== 200) throw refusal(this.input, status);
    // A version without validators is that of a file which its host sent whole.
    const isPart = start > 0 || end < this.byteLength;
    if (isPart && (version.etag ?? version.lastModified) !== undefined) {
      throw rangesEnded(this.input);
    }
    const blob = await readWhole(this.input, response);
    if (blob.size !== this.byteLength) throw otherLength(this.input, this.byteLength, blob.size);
    this.#blob = blob;
    return await blob.slice(start, end).arrayBuffer();
  }
}

/** Throws if an answer has other bytes than those from `start` to `end`. */
function expectRange(file: UrlFile, response: Response, start: number, end: number): void {
  const found = contentRange(response);
  if (!found || (found.start === start && found.end === end)) return;
  const text = response.headers.get('Content-Range') ?? '';
  throw otherRange(file, rangeOf(start, end), `Content-Range: ${text}`);
}

/** Returns the bytes of an answer, which must have the requested length. */
async function body(file: UrlFile, response: Response, length: number): Promise<ArrayBuffer> {
  const bytes = await response.arrayBuffer();
  if (bytes.byteLength !== length) throw otherLength(file, length, bytes.byteLength);
  return bytes;
}
