import { ownOrigin } from './sandbox';

/** The part of Trusted Types that is needed, which not every browser has. */
interface TrustedTypes {
  createPolicy(name: string, rules: { createScriptURL(address: string): string }): Policy;
}

interface Policy {
  createScriptURL(address: string): unknown;
}

let policy: Policy | undefined;

/**
 * The address of a script of this page's own origin, as a page wants it that asks for Trusted
 * Types. The policy's name is `daytally`; where the page does not allow it, the address is as it was.
 */
export function trustedAddress(address: string): string {
  policy ??= made();
  // Declared as text by TypeScript wherever an address is taken.
  return (policy?.createScriptURL(address) ?? address) as string;
}

function made(): Policy | undefined {
  const { trustedTypes } = globalThis as { trustedTypes?: TrustedTypes };
  try {
    return trustedTypes?.createPolicy('daytally', { createScriptURL: ofOwnOrigin });
  } catch {
    return undefined;
  }
}

function ofOwnOrigin(address: string): string {
  if (new URL(address).origin === ownOrigin()) return address;
  throw new TypeError(`${address} is not of this page's origin`);
}
