import { LitElement, type PropertyDeclaration } from 'lit';
import type { Problem } from '../../types';
import type { Given } from './properties';
import { Refused } from './refused';

/** An element whose properties are checked when they are set, and keep their last valid value. */
export class CheckedElement extends LitElement {
  readonly #refused = new Refused(this);

  protected static override getPropertyDescriptor(
    name: keyof Given,
    key: string | symbol,
    options: PropertyDeclaration,
  ): PropertyDescriptor | undefined {
    // biome-ignore lint/complexity/noThisInStatic: LitElement's own would declare it on LitElement.
    const plain = super.getPropertyDescriptor(name, key, options);
    return {
      ...plain,
      set(this: CheckedElement, given: unknown) {
        const value = this.#refused.take(name, given);
        if (value) plain?.set?.call(this, value.taken);
      },
    };
  }

  /** The properties whose last value was refused. */
  protected get refused(): readonly Problem[] {
    return this.#refused.problems;
  }
}
