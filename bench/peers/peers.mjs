// Polars and DuckDB, if a Python has them.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { cached } from '../../scripts/run/cache.mjs';
import { capture, find } from '../../scripts/run/command.mjs';
import { project } from '../../scripts/run/environment.mjs';
import { measure } from '../program.mjs';

const script = join(project, 'bench', 'peers', 'peers.py');

/** Returns a Python and those of the engines that it can import. */
export async function findPeers() {
  const candidates = [process.env.DAYTALLY_PYTHON, ...installed(), find('python3')];
  for (const python of candidates.filter(Boolean)) {
    const engines = [];
    for (const engine of ['polars', 'duckdb']) {
      if ((await capture(python, ['-c', `import ${engine}`])) !== undefined) engines.push(engine);
    }
    if (engines.length > 0) return { python, engines };
  }
  console.log('bench: no Python with polars or duckdb, so the native peers are skipped');
  return { python: undefined, engines: [] };
}

/** Returns the environments that `npm test` has set up. */
function installed() {
  try {
    return readdirSync(cached('python')).map((name) => cached('python', name, 'bin', 'python'));
  } catch {
    return [];
  }
}

/** Runs the three questions in one engine over a file. */
export async function peer(python, engine, path, threads) {
  const { output, memory } = await measure(python, [script, engine, path, String(threads)]);
  const { version, seconds, counts } = JSON.parse(output);
  const all = Object.values(seconds).reduce((sum, value) => sum + value, 0);
  return { seconds: all, memory, counts, version, questions: seconds };
}
