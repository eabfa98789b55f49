// The measured files, which `daytally generate` writes if they do not exist.
import { createReadStream, existsSync, mkdirSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../scripts/run/command.mjs';
import { project } from '../scripts/run/environment.mjs';
import { step } from '../scripts/run/step.mjs';
import { measure } from './program.mjs';

const folder = join(project, 'target', 'bench-data');

/**
 * Returns a file, or a folder of `files`, of generated views, with its path and bytes. Existing
 * ones are reused: delete target/bench-data after a change of the generator.
 */
export async function data(program, { rows, layout, avgDays = 400, files = 1 }) {
  const parts = [layout, rows, ...(avgDays === 400 ? [] : [`${avgDays}d`])];
  const name = `${parts.join('-')}${files === 1 ? '.parquet' : `-${files}-files`}`;
  const path = join(folder, name);
  if (!existsSync(path)) {
    mkdirSync(folder, { recursive: true });
    const shape = ['--rows', rows, '--layout', layout, '--avg-days', avgDays, '--files', files];
    await step(`${name}`, async () => {
      await measure(program, ['generate', ...shape.map(String), '-o', path]);
    });
  }
  const members = files === 1 ? [path] : readdirSync(path).map((member) => join(path, member));
  const bytes = members.reduce((sum, member) => sum + statSync(member).size, 0);
  return { name, path, members, rows, layout, bytes };
}

/**
 * Drops a file from the page cache, so that it is read from the disk; returns whether that worked,
 * which needs GNU's dd.
 */
export async function forget({ members }) {
  const flags = ['oflag=nocache', 'conv=notrunc,fdatasync', 'count=0'];
  const runs = members.map((member) => run('dd', [`of=${member}`, ...flags]));
  return (await Promise.all(runs)).every(({ ok }) => ok);
}

/** Reads files once, so that all contestants find them in the page cache. */
export async function warm({ members }) {
  for (const member of members) {
    for await (const _ of createReadStream(member, { highWaterMark: 1 << 20 }));
  }
}
