// Stand-ins for browser globals that modules of custom elements use when they load. With them, the
// modules can be imported in Node, where they do nothing.
export const HTMLElement = globalThis.HTMLElement ?? class {};
export const document = globalThis.document ?? { createTreeWalker: () => undefined };
