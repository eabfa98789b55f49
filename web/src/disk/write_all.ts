/**
 * Writes all of the bytes from `start` on. Throws a DOMException if the file does not hold them
 * afterwards: `QuotaExceededError` if the disk, or the page's share of it, is full.
 */
export function writeAll(
  access: FileSystemSyncAccessHandle,
  bytes: Uint8Array<ArrayBuffer>,
  start: number,
): void {
  for (let done = 0; done < bytes.length; ) {
    const rest = bytes.subarray(done);
    const written = access.write(rest, { at: start + done });
    // At a full quota, Chromium returns a negative number as an unsigned one and does not throw.
    if (!(written > 0 && written <= rest.length)) throw full();
    done += written;
  }
  if (access.getSize() < start + bytes.length) throw full();
}

function full(): DOMException {
  return new DOMException('not all bytes were written', 'QuotaExceededError');
}
