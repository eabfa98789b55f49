import type { Page } from '@playwright/test';
import { expect } from './app';

/** The focused element. */
export interface Focused {
  readonly tag: string;
  readonly name: string;
  /** Whether a focus ring is visible. */
  readonly visible: boolean;
}

/** Returns the focused element, including those inside shadow roots. */
export async function focused(page: Page): Promise<Focused> {
  return await page.evaluate(() => {
    let element = document.activeElement;
    while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
    if (!element) return { tag: '', name: '', visible: false };
    const inputs = element instanceof HTMLInputElement ? Array.from(element.labels ?? []) : [];
    // The control draws the ring, or its label does if it is hidden, or an element after it.
    const drawn = [element, ...inputs, element.nextElementSibling].filter((each) => each !== null);
    const visible = drawn.some((each) => {
      const { outlineStyle, outlineWidth } = getComputedStyle(each);
      const { width, height, top, bottom } = each.getBoundingClientRect();
      const inView = bottom > 0 && top < innerHeight && width > 2 && height > 2;
      return inView && outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 1;
    });
    const label = element.getAttribute('aria-label') ?? inputs[0]?.textContent;
    const name = (label ?? element.textContent ?? '').replace(/\s+/g, ' ').trim();
    return { tag: element.localName, name, visible };
  });
}

/** Presses Tab until an element of that name has the focus; every stop must show a focus ring. */
export async function tabTo(page: Page, name: string | RegExp): Promise<void> {
  const stops: string[] = [];
  const reached = ({ name: at }: Focused) =>
    typeof name === 'string' ? at === name : name.test(at);
  // The page may have moved the focus there from a control that it removed.
  if (reached(await focused(page))) return;
  for (let stop = 0; stop < 60; stop += 1) {
    await page.keyboard.press('Tab');
    const at = await focused(page);
    stops.push(`${at.tag} ${at.name}`);
    // After the last element of the page the browser's own controls follow.
    if (at.tag === 'body') continue;
    expect(at.visible, `visible focus on ${at.tag} ${at.name}`).toBe(true);
    if (reached(at)) return;
  }
  throw new Error(`Tab never reached ${name}, only ${stops.join(' | ')}`);
}
