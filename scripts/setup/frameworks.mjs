// The sites of tests/frameworks, each in its own folder in the cache.
import { cpSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { project } from '../run/environment.mjs';
import { installPortal, portalFolder } from './portal.mjs';

const sources = join(project, 'tests', 'frameworks');
const views = join(project, 'tests', 'fixtures', 'sample', 'input', 'views.parquet');
const titles = {
  next: 'Next.js and the packed package',
  angular: 'Angular and the packed package',
};

/** Installs the frameworks and the packed package; names the folder in DAYTALLY_FRAMEWORKS. */
export async function setUpFrameworks(environment) {
  const folders = Object.keys(titles).map((name) => portalFolder('frameworks', name));
  environment.set('DAYTALLY_FRAMEWORKS', dirname(folders[0]));
  for (const [at, [name, title]] of Object.entries(titles).entries()) {
    await installPortal(title, join(sources, name), folders[at]);
    cpSync(views, join(folders[at], 'public', 'views.parquet'));
  }
}
