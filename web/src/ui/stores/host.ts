import type { StoreAccess } from '../../types';

/**
 * Returns the host that gets the requests for a bucket's URL, as the module of stores names it;
 * undefined if it is not known yet.
 */
export function hostOf(url: string, { region = 'us-east-1', endpoint }: StoreAccess) {
  if (endpoint !== undefined) return URL.canParse(endpoint) ? new URL(endpoint).host : undefined;
  const [, scheme = '', authority = ''] = /^(\w+):\/\/([^/]*)/.exec(url) ?? [];
  if (/^gc?s$/i.test(scheme)) return 'storage.googleapis.com';
  if (/^a/i.test(scheme)) {
    const [, account] = authority.split('@');
    return account?.toLowerCase().replace('.dfs.', '.blob.');
  }
  const domain = `s3.${region}.amazonaws.com${region.startsWith('cn-') ? '.cn' : ''}`;
  return /^[a-z0-9-]{3,63}$/.test(authority) ? `${authority}.${domain}` : domain;
}
