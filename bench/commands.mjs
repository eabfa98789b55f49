// Daytally's command line, and the decoder that it is compared with.
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { copyFile, open } from 'node:fs/promises';
import { join } from 'node:path';
import { run } from '../scripts/run/command.mjs';
import { project } from '../scripts/run/environment.mjs';
import { SetupError } from '../scripts/run/step.mjs';
import { measure } from './program.mjs';

/** The last day of the data, on which the peers' gaps end too. */
export const endDate = '2023-04-18';

/** Builds the command line and the decoder; returns their paths. */
export async function buildCommands({ native }) {
  const packages = ['-p', 'daytally-cli', '-p', 'daytally'];
  const args = ['build', '--release', ...packages, '--bin', 'daytally', '--example', 'decode'];
  const result = await run('cargo', args, { env: native, cwd: project, open: true });
  if (!result.ok) throw new SetupError('the crate does not build', 'see the cargo errors above.');
  const release = join(native.CARGO_TARGET_DIR ?? join(project, 'target'), 'release');
  return { daytally: join(release, 'daytally'), decode: join(release, 'examples', 'decode') };
}

/** Calls `work` with a path in a temporary folder beside the data. */
async function inFolder(path, work) {
  const folder = mkdtempSync(join(path, '..', 'results-'));
  try {
    return await work(join(folder, 'out'));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Returns the page's name of a result. */
function camel(name) {
  return name.replace(/-./g, (dash) => dash[1].toUpperCase());
}

/** `daytally all`: `seconds` until all but the snapshot is ready, `whole` until all are written. */
export async function all(program, path, { threads, memory, keep }) {
  return await inFolder(path, async (out) => {
    const limit = memory ? ['--memory', memory] : [];
    const provider = ['--provider', 'simulator'];
    const given = ['--threads', threads, '--end-date', endDate, ...provider, ...limit];
    const args = ['all', path, '-o', out, ...given];
    const {
      output,
      seconds,
      memory: peak,
    } = await measure(program, [...args.map(String), '--json']);
    const { figures, outputs } = JSON.parse(output);
    const counts = Object.fromEntries(outputs.map(({ result, rows }) => [camel(result), rows]));
    const kept = keep?.(out);
    return { seconds: figures.readySeconds, whole: seconds, memory: peak, counts, figures, kept };
  });
}

/** Writes `daytally combined` to a Parquet file, which is synced to disk. */
export async function combined(program, path, threads) {
  return await inFolder(path, async (out) => {
    const given = ['--provider', 'simulator', '--threads', String(threads), '--json'];
    const args = ['combined', path, '-o', `${out}.parquet`, ...given];
    const { output, seconds, memory } = await measure(program, args);
    const { figures, outputs } = JSON.parse(output);
    // The rows that it adds to those of the input.
    return { seconds, memory, counts: { snapshot: outputs[0].rows - figures.rows } };
  });
}

/** Copies the file and syncs the copy to disk, as the baseline of `combined`. */
export async function copy(path) {
  return await inFolder(path, async (out) => {
    const began = performance.now();
    await copyFile(path, out);
    const file = await open(out, 'r+');
    await file.sync().finally(() => file.close());
    return { seconds: (performance.now() - began) / 1000 };
  });
}

/** Decodes the same columns and drops them. */
export async function decode(program, path, threads) {
  const { output, memory } = await measure(program, [path, String(threads)]);
  return { seconds: JSON.parse(output).seconds, memory };
}

/** Returns a hash of each file of a folder, to compare with another run. */
export function hashes(folder) {
  const of = (name) =>
    createHash('sha256')
      .update(readFileSync(join(folder, name)))
      .digest('hex');
  return readdirSync(folder)
    .sort()
    .map((name) => `${name} ${of(name)}`);
}
