import type { AddressFile } from '../../types';
import { keptBytes } from './bounds';
import { withoutRanges } from './sentences';

/** Bytes that are handed to the browser at a time, which may put them on disk. */
const pieceBytes = 8 * 2 ** 20;

/**
 * Keeps the whole of a response, once for all workers, of a host that gives no ranges. Throws
 * `tooLarge` as soon as it is known to be larger than `most` bytes.
 */
export async function keep(
  file: AddressFile,
  response: Response,
  most = keptBytes,
  tooLarge = withoutRanges(file),
): Promise<Blob> {
  // The length is that of what is sent, which is less than the file's when it is compressed.
  if (Number(response.headers.get('Content-Length')) > most) throw tooLarge;
  const pieces: Blob[] = [];
  let loose: Uint8Array<ArrayBuffer>[] = [];
  let size = 0;
  let gathered = 0;
  const reader = response.body?.getReader();
  for (let next = await reader?.read(); next?.value; next = await reader?.read()) {
    loose.push(next.value);
    size += next.value.length;
    if (size > most) {
      reader?.cancel().catch(() => {});
      throw tooLarge;
    }
    if (size - gathered >= pieceBytes) {
      pieces.push(new Blob(loose));
      loose = [];
      gathered = size;
    }
  }
  return new Blob([...pieces, ...loose]);
}
