// Imports nothing: the server of the built page reads the configuration by it, too.

/** What the server of the page allows other pages: by default nothing. */
export interface EmbedConfig {
  /** Origins of the pages that may have this one in a frame and exchange messages with it. */
  readonly origins: readonly string[];
  /** Origins of the URLs that those pages may have opened. */
  readonly sources: readonly string[];
}

/** The file beside `index.html` that holds it. */
export const configName = 'embed.json';

const names = ['origins', 'sources'];

/** Returns the configuration that a file's text holds. Throws an Error that says what is wrong. */
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
  const wrong: unknown = found.find((each) => !isOrigin(each));
  if (wrong === undefined && found.every(isOrigin)) return found;
  const expected = 'origins such as https://portal.example, without a path or a *';
  throw new Error(`expected ${expected} in ${name}, found ${JSON.stringify(wrong)}`);
}

/** Whether a value is an origin of http(s). A host with marks such as * or ; would change a policy. */
function isOrigin(value: unknown): value is string {
  if (typeof value !== 'string' || !/^https?:\/\/[a-z0-9.:[\]-]+$/.test(value)) return false;
  return URL.canParse(value) && new URL(value).origin === value;
}
