import { DaytallyError } from '../../errors';
import type { Failed } from '../../sources/http/client';
import { secondsAfter } from '../../sources/http/client';
import { host, transient } from '../../sources/http/errors';
import { readWhole } from '../../sources/http/whole_file';
import type { UrlFile } from '../../types';
import { bucketOf, seconds, sentence } from './module';

/** The maximum number of bytes to read of an error's reply. */
const errorBytes = 64 * 1024;

/** What the module finds in a reply without data. */
interface Judged {
  readonly verdict: 'retry' | 'region' | 'missing' | 'failed';
  readonly code: string;
  readonly message: string;
  readonly region?: string;
  /** Seconds. */
  readonly after?: number | null;
}

/** The error of a bucket that is in another region. */
export class Moved extends DaytallyError {
  readonly region: string;

  constructor(path: string, region: string) {
    super('io', `${path} cannot be read: its bucket is in the region ${region}.`, { file: path });
    this.region = region;
  }
}

/** The code of a file that is not there, as far as its store shows it. */
export const missing = 'missing_file';

/** Returns the URL of a file in a bucket, signed now. */
export function signedUrl(file: UrlFile): string {
  const bucket = bucketOf(file);
  try {
    return bucket.signed(file.url, seconds());
  } finally {
    bucket.free();
  }
}

/** Reads why a store sends no data. Returns what a retry may fix, and throws anything else. */
export async function judged(file: UrlFile, response: Response): Promise<Failed> {
  const { headers, status } = response;
  const kept = readWhole(file, response, errorBytes).catch(() => new Blob());
  const body = new Uint8Array(await (await kept).arrayBuffer());
  const header = (name: string) => headers.get(name) ?? undefined;
  const bucket = bucketOf(file);
  try {
    const { verdict, code, message, region, after } = JSON.parse(
      bucket.judged(
        new Date().toUTCString(),
        status,
        header('x-amz-bucket-region'),
        header('x-ms-error-code'),
        header('Date'),
        secondsAfter(headers.get('Retry-After')),
        body,
      ),
    ) as Judged;
    if (verdict === 'region') throw new Moved(file.path, region ?? '');
    const why = `${host(file)}: ${sentence(message)}`;
    if (verdict === 'retry') return { failure: transient(file, why), after: (after ?? 0) * 1000 };
    const what = `${file.path} cannot be read from ${why}`;
    throw new DaytallyError(verdict === 'missing' ? missing : code, what, { file: file.path });
  } finally {
    bucket.free();
  }
}
