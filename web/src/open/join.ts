/** The end of an Arrow IPC stream: the marker of a message, and a length of 0. */
const end = Uint8Array.of(0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0);

/** Joins Arrow IPC streams of one schema, without dictionaries, into one of all their batches. */
export function joinStreams(streams: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const pieces = streams.map((stream, i) => {
    const { schemaEnd, batchesEnd } = parts(stream);
    return stream.subarray(i === 0 ? 0 : schemaEnd, batchesEnd);
  });
  const joined = new Uint8Array([...pieces, end].reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of [...pieces, end]) {
    joined.set(piece, at);
    at += piece.length;
  }
  return joined;
}

/** Returns where a stream's schema, its first message, ends, and where its batches end. */
function parts(stream: Uint8Array): { schemaEnd: number; batchesEnd: number } {
  const view = new DataView(stream.buffer, stream.byteOffset, stream.byteLength);
  const marked = stream.length >= 8 && view.getUint32(0, true) === 0xffff_ffff;
  // A schema has no body, so the next message follows its metadata.
  const schemaEnd = marked ? 8 + view.getInt32(4, true) : 0;
  if (schemaEnd <= 8 || schemaEnd > stream.length) throw new Error('no Arrow IPC stream');
  const last = stream.length - end.length;
  if (last < schemaEnd || end.some((byte, i) => stream[last + i] !== byte)) {
    throw new Error('an Arrow IPC stream without its end');
  }
  return { schemaEnd, batchesEnd: last };
}
