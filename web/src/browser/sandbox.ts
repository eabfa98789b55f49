/**
 * Returns the origin of this page or worker; `null` if it has none, as in a sandboxed frame, whose
 * `location` has the origin of its host.
 */
export function ownOrigin(): string | undefined {
  return globalThis.origin ?? globalThis.location?.origin;
}

/**
 * Returns what to change if a page has no origin of its own, because its browser then starts no
 * worker from a file of its host; empty otherwise.
 */
export function sandboxRemedy(): string {
  if (ownOrigin() !== 'null') return '';
  if (globalThis.location?.protocol === 'file:') {
    return ' This page was opened from a file: serve it by http or https.';
  }
  return (
    ' This page is sandboxed without an origin: add allow-same-origin to the sandbox attribute of' +
    ' its frame, or to the sandbox directive of its Content-Security-Policy.'
  );
}
