import { html, nothing } from 'lit';
import { DaytallyError } from '../../errors';
import type { Problem } from '../../types';
import { type Given, valid } from './properties';

/** An element that can render again. */
type Host = EventTarget & { requestUpdate(): void };

/** The properties whose last value was refused. The last valid value of each is in use. */
export class Refused {
  readonly #host: Host;
  readonly #problems = new Map<keyof Given, Problem>();

  constructor(host: Host) {
    this.#host = host;
  }

  get problems(): readonly Problem[] {
    return [...this.#problems.values()];
  }

  /**
   * Returns the value to take, or fires `error` and returns undefined if the given one is refused.
   */
  take(name: keyof Given, given: unknown): { readonly taken: unknown } | undefined {
    try {
      const taken = valid(name, given);
      if (this.#problems.delete(name)) this.#host.requestUpdate();
      return { taken };
    } catch (thrown) {
      const problem = DaytallyError.from(thrown).toFailure();
      this.#problems.set(name, problem);
      this.#host.requestUpdate();
      // A page that has just created the element adds listeners until the end of its script.
      queueMicrotask(() => {
        this.#host.dispatchEvent(new CustomEvent('error', { detail: problem }));
      });
      return undefined;
    }
  }
}

/** Shows which properties were refused, or what else the embedding page must correct. */
export function refusedView(problems: readonly Pick<Problem, 'message'>[]) {
  if (problems.length === 0) return nothing;
  return html`
    <ul class="refused" role="alert">
      ${problems.map(({ message }) => html`<li>${message}</li>`)}
    </ul>
  `;
}
