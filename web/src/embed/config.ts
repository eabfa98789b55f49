// Imports nothing, because the server of the built page uses it too.

/** What the server of the page allows other pages; by default nothing. */
export interface EmbedConfig {
  /** Origins of the pages that may embed this one and exchange messages with it. */
  readonly origins: readonly string[];
  /** Origins of the URLs that those pages may open. */
  readonly sources: readonly string[];
}

/** The configuration file beside `index.html`. */
export const configName = 'embed.json';

const names = ['origins', 'sources'];

/** Parses the text of the configuration. Throws an Error that states what is wrong. */
export function readConfig(text: string): EmbedConfig {
  const found: unknown = JSON.parse(text);
  if (typeof found !== 'object' || found === null || Array.isArray(found)) {
    throw new Error('expected an object with the lists origins and sources');
  }
  const unknown = Object.keys(found).find((name) => !names.includes(name));
  if (unknown !== undefined) {
    throw new Error(`there is no field ${JSON.stringify(unknown)}; expected: ${names.join(', ')}`);
  }
  const { origins = [], sources = [] } = found as { origins?: unknown; sources?: unknown };
  return { origins: listed(origins, 'origins'), sources: listed(sources, 'sources') };
}

function listed(found: unknown, name: string): readonly string[] {
  if (!Array.isArray(found)) throw new Error(`expected a list in ${name}`);
  if (found.every(isOrigin)) return found;
  const wrong: unknown = found.find((each) => !isOrigin(each));
  const expected = 'origins such as https://portal.example, without a path or a *';
  throw new Error(`expected ${expected} in ${name}, found ${JSON.stringify(wrong)}`);
}

/**
 * Returns whether a value is an http(s) origin. A host with characters such as * or ; would change
 * a policy.
 */
function isOrigin(value: unknown): value is string {
  if (typeof value !== 'string' || !/^https?:\/\/[a-z0-9.:[\]-]+$/.test(value)) return false;
  return URL.canParse(value) && new URL(value).origin === value;
}
