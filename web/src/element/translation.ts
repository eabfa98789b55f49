/**
 * Lets Lit change text that a translator, such as Chrome's, has replaced. A translator puts a
 * `<font>` in place of a text node. Lit then sets the `data` of that element, which shows nothing,
 * so old numbers stayed on the page.
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

/** Whether an element is in one of Daytally's own elements. */
function isOurs(element: HTMLElement): boolean {
  const root = element.getRootNode();
  if (!(root instanceof ShadowRoot)) return false;
  // The outermost may have a name that the portal chose.
  return root.host.localName.startsWith('day-tally') || 'startsShortRuns' in root.host;
}
