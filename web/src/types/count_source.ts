import type { ResultKind, RunOptions } from './index';

/** The provider of a snapshot's counts. */
export interface CountSource {
  /** `simulator`, `youtube`, `http` or `callback`. */
  readonly provider: string;
  /** The URL at which it was called, without a query, a user name or a password. */
  readonly providerUrl?: string;
}

/** Returns the provider of the counts of an outcome's options; undefined if there are none. */
export function countSource({ provider }: RunOptions): CountSource | undefined {
  if (provider === undefined || provider === 'none') return undefined;
  if (typeof provider === 'string') return { provider };
  const { provider: name, url } = provider;
  return { provider: name, ...(url && name !== 'callback' && { providerUrl: url }) };
}

/** The results whose counts come from a provider. */
export const needProvider: readonly ResultKind[] = ['snapshot', 'unanswered', 'combined'];

/** Returns whether a result holds made-up counts. */
export function isSimulated(kind: ResultKind, { provider }: RunOptions): boolean {
  return provider === 'simulator' && (kind === 'snapshot' || kind === 'combined');
}
