/**
 * Lets Lit change text that a translator has replaced, such as that of Chrome. A translator puts a
 * `<font>` in the place of a text node. Lit then sets the `data` of that element, which would show
 * nothing, so that old numbers stayed on the page.
 */
export function survivesTranslation(): void {
  if (typeof HTMLFontElement !== 'function' || 'data' in HTMLFontElement.prototype) return;
  Object.defineProperty(HTMLFontElement.prototype, 'data', {
    configurable: true,
    get: () => undefined,
    set(this: HTMLFontElement, value: unknown) {
      if (isOurs(this)) this.replaceWith(String(value));
      else Object.defineProperty(this, 'data', { value, configurable: true, writable: true });
    },
  });
}

/** Whether an element is in one of Daytally's own, and not elsewhere on the page. */
function isOurs(element: HTMLElement): boolean {
  const root = element.getRootNode();
  return root instanceof ShadowRoot && root.host.localName.startsWith('day-tally');
}
