import { DaytallyError, pageCodes } from '../../errors';
import type { Selection, StoreAccess, UrlCheck } from '../../types';
import { storeUrl } from '../../types/store_url';
import { shownPaths } from './shown_paths';

/** Parameters that sign a URL together with the one of the signature, in lower case. */
const signed: Record<string, readonly string[]> = {
  // Amazon's older form, CloudFront, and Google's older form.
  signature: ['signature', 'expires', 'awsaccesskeyid', 'googleaccessid', 'key-pair-id', 'policy'],
  // Azure's shared access signatures.
  sig: [
    ...['sig', 'sv', 'ss', 'srt', 'sr', 'sp', 'st', 'se', 'sip', 'spr', 'si', 'ses', 'sdd'],
    ...['skoid', 'sktid', 'skt', 'ske', 'sks', 'skv', 'saoid', 'suoid', 'scid'],
  ],
};

/**
 * Selects files to read by ranges from http(s) URLs, and buckets or folders, whose files are found
 * when they are opened. `access` is for URLs such as `s3://bucket/views`. Of URLs that differ only in
 * their signatures, the first counts. Throws a DaytallyError of code `no_input` that states what is
 * wrong with a URL.
 */
export function selectUrls(urls: Iterable<string | URL>, access?: StoreAccess): Selection {
  const { urls: known, problems } = checkUrls([...urls].join('\n'));
  const [wrong] = problems;
  if (wrong) throw new DaytallyError(pageCodes.noInput, `URL ${wrong.line}: ${wrong.message}`);
  const first = new Map<string, number>();
  const places = known.map((url, i) => {
    const same = storeUrl.test(url) ? url : withoutSignature(url);
    const before = first.get(same);
    if (before === undefined) first.set(same, i);
    return before;
  });
  const once = known.filter((_, i) => places[i] === undefined);
  const paths = shownPaths(once.map((url) => new URL(url)));
  const ignored = known.flatMap((url, i) => {
    const before = places[i];
    if (before === undefined) return [];
    const reason = `it is the same URL as number ${before + 1}, signatures aside`;
    return [{ path: new URL(url).pathname, reason }];
  });
  const files = once.map((url, i) => {
    const of = access && storeUrl.test(url) && { access };
    return { path: paths[i] ?? url, url, ...of };
  });
  return { files, ignored };
}

/** Returns a URL of a program or of HTML as the document resolves it; those of buckets stay. */
export function absoluteUrl(text: string): string {
  const base = globalThis.document?.baseURI;
  return !storeUrl.test(text) && URL.canParse(text, base) ? new URL(text, base).href : text;
}

/** Parses URLs, one per line; `page` is the URL of the page that would read them. */
export function checkUrls(text: string, page = globalThis.location?.href): UrlCheck {
  const urls: string[] = [];
  const problems: UrlCheck['problems'][number][] = [];
  for (const [i, entered] of text.split('\n').entries()) {
    const text = entered.trim();
    if (text === '') continue;
    const found = checked(text, page);
    if ('problem' in found) problems.push({ line: i + 1, message: found.problem });
    else urls.push(found.url);
  }
  return { urls, problems };
}

function checked(text: string, page?: string): { url: string } | { problem: string } {
  const schema = /^([a-z][a-z0-9+.-]*):/i.exec(text)?.[1]?.toLowerCase();
  if (schema === undefined) return { problem: 'Start the URL with https:// or http://.' };
  const isStore = storeUrl.test(text);
  if (schema !== 'http' && schema !== 'https' && !isStore) {
    return { problem: `${schema}: is not supported here. Start the URL with https:// or http://.` };
  }
  if (/\s/.test(text) && !isStore) return { problem: 'Enter one URL per line, without spaces.' };
  if (!URL.canParse(text)) return { problem: 'Not a valid URL: its host is missing or wrong.' };
  const url = new URL(text);
  url.hash = '';
  if (!isStore && (url.username || url.password)) {
    return { problem: 'Browsers block URLs that contain a user name or password.' };
  }
  if (/\*/.test(url.pathname)) {
    return { problem: 'Wildcards are not supported: enter the folder, or each file.' };
  }
  if (isStore) return { url: text };
  if (page?.startsWith('https:') && url.protocol === 'http:' && !local.test(url.hostname)) {
    return { problem: 'Use https: this page was loaded over https.' };
  }
  return { url: url.href };
}

/** Hosts that browsers trust without https. */
const local = /^(localhost|.*\.localhost|127(\.\d+){3}|\[::1\])$/;

/**
 * Returns the URL without the parameters of a signature, which is equal for two URLs of one file.
 */
function withoutSignature(url: string): string {
  const plain = new URL(url);
  const names = new Set([...plain.searchParams.keys()].map((name) => name.toLowerCase()));
  const dropped = new Set(Object.keys(signed).flatMap((by) => (names.has(by) ? signed[by] : [])));
  const kept = [...plain.searchParams].filter(([name]) => {
    const lower = name.toLowerCase();
    return !/^x-(amz|goog)-/.test(lower) && !dropped.has(lower);
  });
  plain.hash = '';
  plain.search = new URLSearchParams(kept).toString();
  return plain.href;
}
