import type { ServerOptions } from './options';

/** The ids that a call requests, and through which API. */
export interface ApiRequest {
  api: 'youtube' | 'views';
  ids: string[];
}

/** A video in a response; hidden views are undefined. */
export interface Video {
  id: string;
  views: bigint | undefined;
}

/** An error response. */
export interface Refusal {
  status: number;
  body: string;
}

const methods = ['/youtube/v3/videos', '/youtube/v3/videos:batchGetStats'];

/** Parses a request; returns an error response if it is not valid. */
export function parseRequest(method: string, url: string, body: string): ApiRequest | Refusal {
  const [path = '', query = ''] = url.split('?');
  if (method === 'GET' && methods.includes(path)) {
    const given = new Map(query.split('&').map((pair) => pair.split('=') as [string, string]));
    if (given.get('part') !== 'statistics') return youtubeError(400, 'missingRequiredParameter');
    // Split before decoding, because an id may contain escaped commas.
    const ids = (given.get('id') ?? '').split(',').map((id) => decodeURIComponent(id));
    return { api: 'youtube', ids };
  }
  if (method === 'POST' && path === '/views') {
    try {
      const { video_ids: ids } = JSON.parse(body);
      if (Array.isArray(ids) && ids.every((id) => typeof id === 'string')) {
        return { api: 'views', ids };
      }
    } catch {}
    return { status: 400, body: 'expected {"video_ids": [...]}' };
  }
  return { status: 404, body: 'there is nothing here' };
}

/** Returns the error response that the key, the header or the ids call for, if any. */
export function refusal(
  { api, ids }: ApiRequest,
  path: string,
  headers: { key: string | undefined; authorization: string | undefined },
  options: ServerOptions,
): Refusal | undefined {
  const maxIds = path === methods[0] ? 50 : options.limit;
  if (api === 'youtube') {
    if (headers.key !== options.key) return invalidKey();
    if (ids.length > maxIds) return youtubeError(400, 'invalidFilters', 'Too many ids.');
    if (ids.some((id) => options.poison.includes(id))) return youtubeError(400, 'invalidValue');
    return undefined;
  }
  const { authorization } = options;
  if (authorization !== undefined && headers.authorization !== authorization) {
    return { status: 401, body: 'who are you?' };
  }
  if (ids.length > maxIds) return { status: 413, body: `at most ${maxIds} ids` };
  if (ids.some((id) => options.poison.includes(id))) return { status: 400, body: 'not these ids' };
  return undefined;
}

export function quotaExceeded(api: ApiRequest['api']): Refusal {
  const message = 'The request cannot be completed because you have exceeded your quota.';
  return api === 'youtube'
    ? youtubeError(403, 'quotaExceeded', message, 'youtube.quota')
    : { status: 403, body: 'no more today' };
}

/** Returns the body of a response; counts above 2^53 are written exactly. */
export function answerBody(api: ApiRequest['api'], videos: readonly Video[]): string {
  if (api === 'views') {
    const each = videos.map(({ id, views }) => {
      return `{"video_id": ${JSON.stringify(id)}, "views": ${views ?? null}}`;
    });
    return `[${each.join(', ')}]`;
  }
  const items = videos.map(({ id, views }) => {
    const statistics = { likeCount: '1', ...(views !== undefined && { viewCount: String(views) }) };
    return { kind: 'youtube#video', etag: 'x', id, statistics };
  });
  const pageInfo = { totalResults: items.length, resultsPerPage: items.length };
  return JSON.stringify({ kind: 'youtube#videoListResponse', etag: 'x', items, pageInfo });
}

function youtubeError(
  code: number,
  reason: string,
  message = reason,
  domain = 'youtube.parameter',
): Refusal {
  const error = { code, message, errors: [{ message, domain, reason }] };
  return { status: code, body: JSON.stringify({ error }) };
}

/** Returns Google's response to an unknown key. */
function invalidKey(): Refusal {
  const message = 'API key not valid. Please pass a valid API key.';
  const info = {
    '@type': 'type.googleapis.com/google.rpc.ErrorInfo',
    reason: 'API_KEY_INVALID',
    domain: 'googleapis.com',
    metadata: { service: 'youtube.googleapis.com' },
  };
  const errors = [{ message, domain: 'global', reason: 'badRequest' }];
  const error = { code: 400, message, errors, status: 'INVALID_ARGUMENT', details: [info] };
  return { status: 400, body: JSON.stringify({ error }) };
}
