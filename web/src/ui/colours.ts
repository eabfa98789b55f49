/** Returns the colour of a custom property. */
export type Colours = (name: string) => string;

/** Returns the colours that an element inherits, for a canvas. */
export function coloursOf(element: HTMLElement): Colours {
  const known = new Map<string, string>();
  return (name) => {
    if (!known.has(name)) {
      // A custom property keeps its `light-dark()`; only the value of `color` is one colour.
      element.style.color = `var(${name})`;
      known.set(name, getComputedStyle(element).color);
      element.style.color = '';
    }
    return known.get(name) ?? '';
  };
}
