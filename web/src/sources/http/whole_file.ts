import type { UrlFile } from '../../types';
import { maxWithoutRanges } from './bounds';
import { withoutRanges } from './errors';

/** Bytes that are passed to the browser at once, which may store them on disk. */
const pieceBytes = 8 * 2 ** 20;

/**
 * Reads a whole response of at most `maxBytes`. Throws `tooLarge` as soon as it is known to exceed
 * them.
 */
export async function readWhole(
  file: UrlFile,
  response: Response,
  maxBytes = maxWithoutRanges,
  tooLarge = withoutRanges(file),
): Promise<Blob> {
  // The length is that of the sent bytes, which are fewer than the file's if compressed.
  if (Number(response.headers.get('Content-Length')) > maxBytes) throw tooLarge;
  const pieces: Blob[] = [];
  let loose: Uint8Array<ArrayBuffer>[] = [];
  let size = 0;
  let gathered = 0;
  const reader = response.body?.getReader();
  for (let next = await reader?.read(); next?.value; next = await reader?.read()) {
    loose.push(next.value);
    size += next.value.length;
    if (size > maxBytes) {
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
