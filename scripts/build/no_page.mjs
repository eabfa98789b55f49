// What modules of elements name when they begin, where there is no page, as in Node: with it, they
// can be imported there, and do nothing.
export const HTMLElement = globalThis.HTMLElement ?? class {};
export const document = globalThis.document ?? { createTreeWalker: () => undefined };
