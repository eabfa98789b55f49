const begun = new Set<string>();

/** Loads an element when it is first shown; what is there already becomes one then. */
export function defineLazily(name: string, load: () => Promise<CustomElementConstructor>): void {
  if (begun.has(name) || customElements.get(name)) return;
  begun.add(name);
  load().then(
    (element) => customElements.define(name, element),
    // Another look tries again.
    () => begun.delete(name),
  );
}
