import { DaytallyError, pageCodes } from '../../errors';
import type { UrlFile } from '../../types';
import { maxWithoutRanges } from './bounds';

/** A failure that a retry may fix. */
export class TransientError extends DaytallyError {}

/** Returns the host of a URL, with its port; messages may show it beside the path. */
export function host({ url }: UrlFile): string {
  return new URL(url).host;
}

const download = 'Download the file and choose it from the disk.';

function io(file: UrlFile, message: string): DaytallyError {
  return new DaytallyError(pageCodes.io, message, { file: file.path });
}

/** Returns the error of a file, with the reason. */
export function failed(file: UrlFile, why: string): DaytallyError {
  return io(file, `${file.path} cannot be read: ${why}`);
}

export function transient(file: UrlFile, why: string): TransientError {
  return new TransientError(pageCodes.io, `${file.path} cannot be read: ${why}`, {
    file: file.path,
  });
}

/** Returns the error of a status that no retry will change. */
export function refusal(file: UrlFile, status: number): DaytallyError {
  if (status === 401 || status === 403) {
    const remedy = 'A signed URL may have expired: get a new one.';
    return io(file, `${host(file)} denied access to ${file.path} (${status}). ${remedy}`);
  }
  if (status === 404 || status === 410) {
    return io(file, `${file.path} was not found on ${host(file)} (${status}). Check the URL.`);
  }
  return failed(file, `${host(file)} answered ${status}; expected 206 or 200.`);
}

/**
 * Returns the error of a status with which a host is busy; `seconds` is how long to wait, if it
 * states that.
 */
export function busy(file: UrlFile, status: number, seconds: number | undefined): TransientError {
  const until = seconds === undefined ? 'later' : `in ${Math.ceil(seconds)} s, as it requests`;
  return transient(file, `${host(file)} answered ${status}. Try again ${until}.`);
}

/** Returns the error of a request without an answer that the page may see. */
export function unreachable(file: UrlFile, page: string): TransientError {
  if (new URL(file.url).origin === page) {
    return transient(file, `${host(file)} did not answer. Check the connection and try again.`);
  }
  const either = `${host(file)} did not answer, or does not allow this page to read it (CORS)`;
  const allow = `Access-Control-Allow-Origin: ${page}`;
  const expose = 'Access-Control-Expose-Headers: Content-Range, ETag';
  return transient(file, `${either}. To allow it, the host must send ${allow} and ${expose}.`);
}

/** Returns the error of a host that the page's own policy blocks. */
export function forbidden(file: UrlFile): DaytallyError {
  const { origin } = new URL(file.url);
  const what = `this page’s security policy blocks ${host(file)}, or where it redirects`;
  return failed(file, `${what}. Ask the page’s administrator to add ${origin} to connect-src.`);
}

export function changed(file: UrlFile): DaytallyError {
  return io(file, `${file.path} changed while it was read. Open it again.`);
}

/** Returns the error of an answer with other bytes than requested. */
export function otherRange(file: UrlFile, requested: string, found: string): DaytallyError {
  return failed(file, `requested ${requested} of ${host(file)}, received ${found}. ${download}`);
}

/**
 * Returns the error of a host that compresses byte ranges, for a file that is too large to be kept
 * whole.
 */
export function compressed(file: UrlFile, encoding = 'gzip or another'): DaytallyError {
  const what = `${host(file)} compresses byte ranges (Content-Encoding: ${encoding})`;
  return failed(file, `${what}. Serve it without Content-Encoding, or d${download.slice(1)}`);
}

export function otherLength(file: UrlFile, expected: number, found: number): TransientError {
  const what = `${host(file)} sent ${found} bytes; expected ${expected}`;
  const why = 'The connection may have broken, or the host compresses what it sends';
  return transient(file, `${what}. ${why}: try again.`);
}

export function brokenOff(file: UrlFile): TransientError {
  const what = `the response of ${host(file)} broke off`;
  const why = 'The connection may have broken, or the host compresses byte ranges';
  return transient(file, `${what}. ${why}: try again.`);
}

/**
 * Returns the error of a whole file in place of a range, from a host that supported ranges before.
 */
export function rangesEnded(file: UrlFile): TransientError {
  const what = `${host(file)} served byte ranges before and now sends the whole file`;
  return transient(file, `${what}. Try again later.`);
}

export function withoutRanges(file: UrlFile): DaytallyError {
  const bound = `${Math.floor(maxWithoutRanges / 2 ** 20)} MiB`;
  const what = `${host(file)} does not serve byte ranges (206), and the file is over ${bound}`;
  return failed(file, `${what}. ${download}`);
}

/** Returns the error of a file of unknown size; `head` is the answer to HEAD. */
export function withoutSize(file: UrlFile, head: string): DaytallyError {
  const what = `${host(file)} does not state the file’s size`;
  const ways = `a range shows no Content-Range, and HEAD answered ${head}`;
  const remedy = 'The host must send Access-Control-Expose-Headers: Content-Range.';
  return failed(file, `${what} (${ways}). ${remedy}`);
}
