import type { FileSource } from '../../sources/source';

/** The length of the footer and the magic bytes, at the end of every Parquet file. */
const trailerBytes = 8;

/**
 * Returns the SHA-256 of a file's footer, including its length and magic, in hexadecimal digits.
 */
export async function footerDigest(source: FileSource): Promise<string | null> {
  // Missing if the page is not served by https.
  const subtle = crypto.subtle as SubtleCrypto | undefined;
  if (!subtle) return null;
  const { byteLength } = source;
  const trailer = await source.slice(Math.max(0, byteLength - trailerBytes), byteLength);
  const length = new DataView(trailer).getUint32(0, true) + trailerBytes;
  const footer = await source.slice(Math.max(0, byteLength - length), byteLength);
  const digest = new Uint8Array(await subtle.digest('SHA-256', footer));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
