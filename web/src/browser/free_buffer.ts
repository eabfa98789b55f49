let nowhere: MessagePort | undefined;

/**
 * Frees the memory of bytes that are no longer needed, with the whole buffer that they are part of.
 * Every view into it is empty afterwards.
 *
 * The garbage collector does so too late: it runs by what JavaScript allocates, of which buffers of
 * megabytes are a small part. Streamed bytes pile up meanwhile.
 */
export function freeBuffer({ buffer }: Uint8Array): void {
  if (!(buffer instanceof ArrayBuffer) || buffer.byteLength === 0) return;
  nowhere ??= portToNowhere();
  nowhere.postMessage(null, [buffer]);
}

/** Returns a port that discards its messages, with everything moved by them. */
function portToNowhere(): MessagePort {
  const { port1, port2 } = new MessageChannel();
  port2.close();
  return port1;
}
