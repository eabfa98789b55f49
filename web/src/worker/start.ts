import wasmUrl from '../generated/daytally_bg.wasm?url';

/** Starts a worker that answers the calls of `rpc/calls`. */
export function spawnWorker(): Worker {
  return new Worker(new URL('./entry.ts', import.meta.url), { type: 'module', name: 'daytally' });
}

/** Compiles the module once, for all workers. */
export async function compileModule(): Promise<WebAssembly.Module> {
  const response = await fetch(wasmUrl);
  if (!response.ok) throw new Error(`${wasmUrl} answered ${response.status}`);
  // A server that doesn't know the type can't be streamed from.
  if (response.headers.get('Content-Type') !== 'application/wasm') {
    return await WebAssembly.compile(await response.arrayBuffer());
  }
  return await WebAssembly.compileStreaming(response);
}
