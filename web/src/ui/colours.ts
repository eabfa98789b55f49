/** Returns the colour of a custom property. */
export type Colours = (name: string) => string;

/** Returns the colours that an element inherits, for a canvas. */
export function coloursOf(element: HTMLElement): Colours {
  const known = new Map<string, string>();
  return (name) => {
    if (!known.has(name)) {
      // A custom property keeps its `light-dark()`; only the value of `color` is one colour.
      const { style } = element;
      style.color = `var(${name})`;
      // Forced colours would replace a mixture of system colours.
      style.forcedColorAdjust = 'none';
      known.set(name, getComputedStyle(element).color);
      style.color = style.forcedColorAdjust = '';
    }
    return known.get(name) ?? '';
  };
}

/** Calls a function when system or page colours may have changed; returns how to stop. */
export function watchColours(changed: () => void): () => void {
  const dark = matchMedia('(prefers-color-scheme: dark)');
  dark.addEventListener('change', changed);
  // Portals switch by a class, a style or another attribute.
  const page = new MutationObserver(changed);
  for (const each of [document.documentElement, document.body]) {
    page.observe(each, { attributes: true });
  }
  return () => {
    dark.removeEventListener('change', changed);
    page.disconnect();
  };
}
