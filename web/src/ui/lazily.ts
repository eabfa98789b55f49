const begun = new Set<string>();

/** Loads an element when it is first shown; existing tags are upgraded then. */
export function defineLazily(name: string, load: () => Promise<CustomElementConstructor>): void {
  if (begun.has(name) || customElements.get(name)) return;
  begun.add(name);
  load().then(
    (element) => customElements.define(name, element),
    // The next use tries again.
    () => begun.delete(name),
  );
}
