const begun = new Set<string>();

/** Loads an element when it is first shown; existing tags are upgraded then. */
export function defineLazily(name: string, load: () => Promise<CustomElementConstructor>): void {
  if (begun.has(name) || customElements.get(name)) return;
  begun.add(name);
  load().then(
    (element) => defineOnce(name, element),
    // The next use tries again.
    () => begun.delete(name),
  );
}

/** Defines an element, unless another bundle of the page has. */
export function defineOnce(name: string, element: CustomElementConstructor): void {
  if (!customElements.get(name)) customElements.define(name, element);
}
