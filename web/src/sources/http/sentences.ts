import { DaytallyError, pageCodes } from '../../errors';
import type { AddressFile } from '../../types';
import { keptBytes } from './bounds';

/** A failure that a retry may fix. */
export class Passing extends DaytallyError {}

/** Returns the host of a URL, with its port; messages may show it beside the path. */
function host({ url }: AddressFile): string {
  return new URL(url).host;
}

function io(file: AddressFile, message: string): DaytallyError {
  return new DaytallyError(pageCodes.io, message, { file: file.path });
}

function passing(file: AddressFile, message: string): Passing {
  return new Passing(pageCodes.io, message, { file: file.path });
}

/** Returns the error of a status that no retry will change. */
export function refusal(file: AddressFile, status: number): DaytallyError {
  const answered = `${host(file)} answered ${status}`;
  if (status === 401 || status === 403) {
    const remedy = 'If the address is signed, its time may have run out: get a fresh one.';
    return io(file, `${file.path} may not be read: ${answered}. ${remedy}`);
  }
  if (status === 404 || status === 410) {
    return io(file, `${file.path} isn't there: ${answered}. Check the address.`);
  }
  return io(file, `${file.path} can't be read: ${answered}, where 206 or 200 was expected.`);
}

/**
 * Returns the error of a status with which a host requests patience; `seconds` is how much, if it
 * states it.
 */
export function busy(file: AddressFile, status: number, seconds: number | undefined): Passing {
  const until = seconds === undefined ? 'later' : `in ${Math.ceil(seconds)} s, as it asks`;
  return passing(file, `${file.path}: ${host(file)} answered ${status}. Try again ${until}.`);
}

/** Returns the error of a request without an answer that the page may see. */
export function unreachable(file: AddressFile, page: string): Passing {
  if (new URL(file.url).origin === page) {
    const remedy = 'Check the connection and try again.';
    return passing(file, `${file.path} can't be read: ${host(file)} doesn't answer. ${remedy}`);
  }
  const either = `either ${host(file)} doesn't answer, or it doesn't allow this page to read it`;
  const allow = `Access-Control-Allow-Origin: ${page}`;
  const expose = 'Access-Control-Expose-Headers: Content-Range, ETag';
  const remedy = `To allow it, the host has to send the headers ${allow} and ${expose}.`;
  return passing(file, `${file.path} can't be read: ${either} (CORS). ${remedy}`);
}

/** Returns the error of a host that the page's own policy blocks. */
export function forbidden(file: AddressFile): DaytallyError {
  const { origin } = new URL(file.url);
  const policy = `this page's own policy (connect-src) doesn't let it read from ${host(file)}`;
  const leads = ', or from where that sends it on';
  const remedy = `The server of the page can add ${origin} to connect-src in its Content-Security-Policy header.`;
  return io(file, `${file.path} can't be read: ${policy}${leads}. ${remedy}`);
}

export function changed(file: AddressFile): DaytallyError {
  return io(file, `${file.path} changed while it was read. Open it again.`);
}

/** Returns the error of an answer with other bytes than requested. */
export function otherRange(file: AddressFile, asked: string, found: string): DaytallyError {
  const what = `${host(file)} was asked for ${asked} and answered ${found}`;
  return io(file, `${file.path} can't be read: ${what}. Download it and choose it from the disk.`);
}

/**
 * Returns the error of a host that compresses byte ranges, for a file that is too large to be kept
 * whole.
 */
export function compressed(file: AddressFile, encoding = 'gzip or another'): DaytallyError {
  const what = `${host(file)} compresses byte ranges (Content-Encoding: ${encoding})`;
  const remedy = 'Serve it without Content-Encoding, or download it and choose it from the disk.';
  return io(file, `${file.path} can't be read: ${what}. ${remedy}`);
}

export function otherLength(file: AddressFile, asked: number, found: number): Passing {
  const what = `${host(file)} sent ${found} bytes where ${asked} were asked for`;
  const why = 'The connection may have broken, or the host compresses what it sends';
  return passing(file, `${file.path} can't be read: ${what}. ${why}; try again.`);
}

export function brokenOff(file: AddressFile): Passing {
  const what = `the response of ${host(file)} broke off`;
  const why = 'The connection may have broken, or the host compresses byte ranges';
  return passing(file, `${file.path} can't be read: ${what}. ${why}; try again.`);
}

/**
 * Returns the error of a whole file in place of a range, from a host that supported ranges before.
 */
export function rangesEnded(file: AddressFile): Passing {
  const what = `${host(file)} gave byte ranges before and now sends the whole file`;
  return passing(file, `${file.path} can't be read: ${what}. Try again later.`);
}

export function withoutRanges(file: AddressFile): DaytallyError {
  const what = `${host(file)} doesn't answer byte ranges (206), and the file is larger than`;
  const bound = `the ${Math.floor(keptBytes / 2 ** 20)} MiB that are kept of such a file`;
  const remedy = 'Download it and choose it from the disk.';
  return io(file, `${file.path} can't be read: ${what} ${bound}. ${remedy}`);
}

/** Returns the error of a file of unknown size; `head` is the answer to HEAD. */
export function withoutSize(file: AddressFile, head: string): DaytallyError {
  const what = `${host(file)} doesn't say how large it is`;
  const ways = `a range's answer shows no Content-Range, and to HEAD it answered ${head}`;
  const remedy = 'The host has to send Access-Control-Expose-Headers: Content-Range.';
  return io(file, `${file.path} can't be read: ${what} (${ways}). ${remedy}`);
}
