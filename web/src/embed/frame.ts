import type { DaytallyElement } from '../element';
import { configName, type EmbedConfig, readConfig } from './config';
import { listen } from './listen';

const nothing: EmbedConfig = { origins: [], sources: [] };

/**
 * Lets the embedding page exchange messages with the element if the server of this page lists its
 * origin. Other pages get no messages, and the element works as without a frame.
 */
export async function embed(element: DaytallyElement): Promise<void> {
  const { origins, sources } = await embedConfig();
  const hosts = embedders(origins);
  if (hosts.length > 0) listen(element, hosts, sources);
}

/** Fetches the configuration; if it is missing or malformed, no page may embed this one. */
async function embedConfig(): Promise<EmbedConfig> {
  try {
    const url = new URL(configName, document.baseURI);
    const response = await fetch(url, { cache: 'no-store', redirect: 'error' });
    if (response.status === 404) return nothing;
    if (!response.ok) throw new Error(`the server answered ${response.status}`);
    return readConfig(await response.text());
  } catch (thrown) {
    const reason = thrown instanceof Error ? thrown.message : String(thrown);
    console.error(`${configName} can't be used, so that no page may embed Daytally: ${reason}`);
    return nothing;
  }
}

/** Returns the origins that the embedding page may have: its own, if the browser names it. */
function embedders(origins: readonly string[]): readonly string[] {
  // Firefox does not have this list; there, a message reaches one of these origins or is discarded.
  const parent: string | undefined = location.ancestorOrigins?.[0];
  return parent === undefined ? origins : origins.filter((origin) => origin === parent);
}
