import { ownOrigin, sandboxRemedy } from '../browser/sandbox';
import { trustedUrl } from '../browser/trusted';
import { DaytallyError, pageCodes } from '../errors';
import { assetUrls } from './asset_urls';
import { noWasm } from './no_wasm';

/** The URLs of the worker's script and the WebAssembly module, relative to the document. */
export interface ModuleUrls {
  /** The worker's script; if absent, the one that was built with this. */
  readonly workerUrl?: string | URL | undefined;
  /** The module; if absent, the one that was built with this. */
  readonly wasmUrl?: string | URL | undefined;
}

interface Startable {
  readonly url: string;
  readonly type: WorkerType;
}

/**
 * Returns a function that starts workers for the calls of `rpc/calls`, from the script at
 * `url`, with the URLs of the other modules.
 */
export function workerStarter({ workerUrl = assetUrls.worker, wasmUrl }: ModuleUrls) {
  const assetUrl = absolute(workerUrl);
  let startable: Startable | undefined;
  const start = (): Worker => {
    startable ??= ofOwnOrigin(assetUrl);
    const { url, type } = startable;
    try {
      return new Worker(trustedUrl(url), { type, name: 'daytally' });
    } catch (error) {
      const reason = `it was refused (${(error as Error).message})`;
      throw new DaytallyError(pageCodes.notLoaded, notStarted(assetUrl, reason));
    }
  };
  // They are beside the module, whose URL may be set.
  const other = (name: 'tables' | 'stores') => {
    return wasmUrl === undefined
      ? absolute(assetUrls[name])
      : new URL(`daytally-${name}.wasm`, absolute(wasmUrl)).href;
  };
  return Object.assign(start, {
    url: assetUrl,
    others: { tables: other('tables'), stores: other('stores') },
  });
}

/** The compiled modules that are in use, by URL. */
const modules = new Map<string, WeakRef<WebAssembly.Module>>();

/**
 * Compiles the module for all workers, unless others use it already. Rejects with a DaytallyError.
 */
export async function compileModule({ wasmUrl = assetUrls.wasm }: ModuleUrls) {
  const problem = noWasm();
  if (problem) throw problem;
  const assetUrl = absolute(wasmUrl);
  const known = modules.get(assetUrl)?.deref();
  if (known) return known;
  const compiled = await compile(assetUrl);
  modules.set(assetUrl, new WeakRef(compiled));
  return compiled;
}

async function compile(assetUrl: string): Promise<WebAssembly.Module> {
  const fetching = fetch(assetUrl);
  // A browser throws the same TypeError for a refusal by a policy, by CORS and by the network.
  const response = await fetching.catch((error: Error) => {
    throw notLoaded(assetUrl, `it could not be fetched (${error.message})`);
  });
  if (!response.ok) throw notLoaded(assetUrl, `the server answered ${response.status}`);
  try {
    // Streaming needs the right content type, which some servers do not send.
    if (response.headers.get('Content-Type') !== 'application/wasm') {
      return await WebAssembly.compile(await response.arrayBuffer());
    }
    return await WebAssembly.compileStreaming(response);
  } catch (error) {
    throw notLoaded(assetUrl, `it could not be compiled (${(error as Error).message})`);
  }
}

function notStarted(assetUrl: string, reason: string): string {
  const remedy =
    "Where the page's policy has require-trusted-types-for 'script', its trusted-types have to name daytally and lit-html.";
  return `Daytally's worker did not start from ${assetUrl}: ${reason}. ${sandboxRemedy().trim() || remedy}`;
}

function notLoaded(assetUrl: string, reason: string): DaytallyError {
  const remedy =
    'Set wasmUrl to where daytally.wasm is; on another origin it needs CORS, and connect-src must allow it.';
  const message = `Daytally's WebAssembly module was expected at ${assetUrl}, but ${reason}. ${remedy}${sandboxRemedy()}`;
  return new DaytallyError(pageCodes.notLoaded, message);
}

function absolute(assetUrl: string | URL): string {
  return new URL(assetUrl, globalThis.document?.baseURI ?? location.href).href;
}

/**
 * Returns a URL from which this page may start a worker. Browsers start none of another origin, but
 * one of our own may import it, if the page's policy has `blob:` in its `worker-src`. A sandboxed
 * page has an opaque origin, and Chromium starts no module from a Blob there.
 */
function ofOwnOrigin(assetUrl: string): Startable {
  const own = ownOrigin();
  if (new URL(assetUrl).origin === own) return { url: assetUrl, type: 'module' };
  const named = JSON.stringify(assetUrl);
  const [script, type] =
    own === 'null'
      ? ([importLate(named), 'classic'] as const)
      : ([`import ${named};`, 'module'] as const);
  return { url: URL.createObjectURL(new Blob([script], { type: 'text/javascript' })), type };
}

/**
 * Returns a script without imports, which queues the messages that arrive before the worker's
 * script.
 */
function importLate(named: string): string {
  return `
    const early = [];
    const keep = ({ data, ports }) => early.push({ data, ports: [...ports] });
    addEventListener('message', keep);
    import(${named}).then(() => {
      removeEventListener('message', keep);
      for (const each of early) dispatchEvent(new MessageEvent('message', each));
    }, (error) => setTimeout(() => { throw error; }));
  `;
}
