/** Milliseconds after a refused request in which the browser reports a violation of the policy. */
export const reportedWithin = 50;

/** The hosts that the page's own policy (connect-src) blocks, as far as the browser reported. */
export class Policy {
  readonly #refused = new Set<string>();
  readonly #stop = new AbortController();

  constructor(scope: EventTarget = globalThis) {
    const note = (event: Event) => this.#note(event as SecurityPolicyViolationEvent);
    scope.addEventListener?.('securitypolicyviolation', note, { signal: this.#stop.signal });
  }

  refuses(url: string): boolean {
    return this.#refused.has(new URL(url).origin);
  }

  close(): void {
    this.#stop.abort();
  }

  #note({ blockedURI, disposition, effectiveDirective }: SecurityPolicyViolationEvent): void {
    if (disposition === 'report' || effectiveDirective !== 'connect-src') return;
    if (URL.canParse(blockedURI)) this.#refused.add(new URL(blockedURI).origin);
  }
}
