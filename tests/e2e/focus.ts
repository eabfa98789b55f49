import type { Page } from '@playwright/test';
import { expect } from './app';

/** What has the focus. */
export interface Focused {
  readonly tag: string;
  readonly name: string;
  /** Whether the eye can see that it has it. */
  readonly visible: boolean;
}

/** What has the focus, inside whatever shadow roots. */
export async function focused(page: Page): Promise<Focused> {
  return await page.evaluate(() => {
    let element = document.activeElement;
    while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
    if (!element) return { tag: '', name: '', visible: false };
    const inputs = element instanceof HTMLInputElement ? Array.from(element.labels ?? []) : [];
    // The ring is drawn by the control itself, by the label of one that is unseen, or over it.
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

/** Goes on by Tab until something of that name has the focus, which must be seen at every stop. */
export async function tabTo(page: Page, name: string | RegExp): Promise<void> {
  const passed: string[] = [];
  for (let stop = 0; stop < 60; stop += 1) {
    await page.keyboard.press('Tab');
    const at = await focused(page);
    passed.push(`${at.tag} ${at.name}`);
    // Beyond the last of the page's own is the browser's.
    if (at.tag === 'body') continue;
    expect(at.visible, `the focus is seen on ${at.tag} ${at.name}`).toBe(true);
    if (typeof name === 'string' ? at.name === name : name.test(at.name)) return;
  }
  throw new Error(`Tab never reached ${name}, only ${passed.join(' | ')}`);
}
