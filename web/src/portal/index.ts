import { survivesTranslation } from '../element/translation';
import { checked, refused } from '../options/check';
import { someText } from '../options/values';
import { defineOnce } from '../ui/define_once';
import { DropZone } from '../ui/files/drop_zone';
import { PortalElement } from './element';
import type { DaytallyElement } from './members';

export type { DaytallyEvents } from '../element/session/announce';
export type { DaytallyElement, DaytallyProperties } from './members';

/** How the element is defined. */
export interface DefineOptions {
  /** The name of its tag; `day-tally` if absent. */
  readonly tag?: string;
}

declare global {
  interface HTMLElementTagNameMap {
    'day-tally': DaytallyElement;
  }
}

/**
 * Defines the element for a tag, unless the page has such an element. Does nothing if the
 * environment has no elements, as in Node.
 *
 * Throws a DaytallyError of code `invalid_option` if no element can have the name.
 */
export function define(options: DefineOptions = {}): void {
  const { tag = 'day-tally' } = checked<DefineOptions>(options, { tag: someText }, 'define()');
  if (typeof customElements === 'undefined') return;
  survivesTranslation();
  defineOnce('day-tally-drop-zone', DropZone);
  try {
    // A class can have one tag only.
    defineOnce(tag, class extends PortalElement {});
  } catch {
    throw refused('tag', 'the name of a custom element, such as acme-tally', tag);
  }
}
