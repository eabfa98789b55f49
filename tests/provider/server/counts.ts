const offset = 0xcbf29ce484222325n;
const prime = 0x100000001b3n;

/** Returns the 64-bit FNV-1a hash of the text's UTF-8 (http://www.isthe.com/chongo/tech/comp/fnv/). */
function fnv1a(text: string): bigint {
  let hash = offset;
  for (const byte of new TextEncoder().encode(text)) {
    hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * prime);
  }
  return hash;
}

/** Returns the views that the server reports for an id; about one in ten is above 2^53. */
export function countOf(id: string): bigint {
  const hash = fnv1a(id);
  return hash % 10n === 0n ? 2n ** 53n + 1n + ((hash >> 11n) << 1n) : (hash >> 8n) % 10_000_000n;
}
