// The page, built from web/ to dist/.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { readText, writeText } from '../run/cache.mjs';
import { run } from '../run/command.mjs';
import { project } from '../run/environment.mjs';
import { print } from '../run/log.mjs';
import { SetupError } from '../run/step.mjs';
import { fingerprint } from './fingerprint.mjs';

const stamp = join(project, 'node_modules', '.cache', 'daytally', 'page');
const sources = ['web', 'vite.config.ts', 'package-lock.json', 'tsconfig.json'];

/** Builds the page if its sources have changed. */
export async function buildPage(environment) {
  const made = fingerprint(sources.map((name) => join(project, name)));
  if (readText(stamp) === made && existsSync(join(project, 'dist', 'index.html'))) {
    print('build: the page is up to date');
    return;
  }
  print('build: the page');
  const env = { ...environment.native, NODE_ENV: 'production' };
  const result = await run('vite', ['build'], { env, cwd: project, open: true });
  if (!result.ok) throw new SetupError('the page does not build', 'see the vite errors above.');
  writeText(stamp, made);
}
