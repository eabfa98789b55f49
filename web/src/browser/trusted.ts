import { ownOrigin } from './sandbox';

/** The part of Trusted Types that is needed, which not every browser has. */
interface TrustedTypes {
  createPolicy(name: string, rules: { createScriptURL(url: string): string }): Policy;
}

interface Policy {
  createScriptURL(url: string): unknown;
}

let policy: Policy | undefined;

/**
 * Returns the URL of a script of this page's own origin, as a page with Trusted Types requires it.
 * The policy's name is `daytally`; if the page does not allow it, the URL is returned unchanged.
 */
export function trustedUrl(url: string): string {
  policy ??= made();
  // TypeScript expects a string wherever a URL is used.
  return (policy?.createScriptURL(url) ?? url) as string;
}

function made(): Policy | undefined {
  const { trustedTypes } = globalThis as { trustedTypes?: TrustedTypes };
  try {
    return trustedTypes?.createPolicy('daytally', { createScriptURL: ofOwnOrigin });
  } catch {
    return undefined;
  }
}

function ofOwnOrigin(url: string): string {
  if (new URL(url).origin === ownOrigin()) return url;
  throw new TypeError(`${url} is not of this page's origin`);
}
