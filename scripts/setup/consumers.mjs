// The portals of tests/consumers, in one folder in the cache.
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { project } from '../run/environment.mjs';
import { installPortal, portalFolder } from './portal.mjs';

const sources = join(project, 'tests', 'consumers');

/** Installs the bundlers and the packed package, and names the folder in DAYTALLY_CONSUMERS. */
export async function setUpConsumers(environment) {
  const folder = portalFolder('consumers');
  environment.set('DAYTALLY_CONSUMERS', folder);
  await installPortal('Vite, webpack and the packed package', sources, folder);
  cpSync(join(sources, 'portal.js'), join(folder, 'plain', 'portal.js'));
}
