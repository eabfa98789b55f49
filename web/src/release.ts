let nowhere: MessagePort | undefined;

/**
 * Frees the memory of bytes that nobody needs any more, with the whole buffer that they are a part
 * of; every view into it is empty afterwards.
 *
 * The garbage collector would do so too, but late: it runs by what JavaScript allocates, of which
 * buffers of megabytes are a small part. Bytes that stream through pile up meanwhile.
 */
export function release({ buffer }: Uint8Array): void {
  if (!(buffer instanceof ArrayBuffer) || buffer.byteLength === 0) return;
  nowhere ??= portToNowhere();
  nowhere.postMessage(null, [buffer]);
}

/** A port whose messages are thrown away, with all that is moved by them. */
function portToNowhere(): MessagePort {
  const { port1, port2 } = new MessageChannel();
  port2.close();
  return port1;
}
