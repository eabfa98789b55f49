// A Python with Spark 3.5, on which the PySpark package is tested besides the current Spark.
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { cached, readText } from '../run/cache.mjs';
import { capture } from '../run/command.mjs';
import { project } from '../run/environment.mjs';
import { print } from '../run/log.mjs';
import { step } from '../run/step.mjs';
import { hasJava, install } from './python.mjs';

const list = 'tests/requirements-spark-3.5.txt';

/** Sets `DAYTALLY_PYTHON_SPARK_3_5`, or prints why not: Spark 3.5 needs Python 3.11 or older. */
export async function setUpSpark35(environment) {
  if (!(await hasJava())) return;
  const program = await findPython();
  if (!program) {
    print('set-up: no Python 3.10 or 3.11, so the PySpark package is tested on Spark 4 only');
    return;
  }
  const hash = createHash('sha256').update(readText(join(project, list)) ?? '');
  const home = cached('python', `spark-3.5-${hash.digest('hex').slice(0, 12)}`);
  const python = join(home, 'bin', 'python');
  if (!existsSync(join(home, 'complete'))) {
    await step('pyspark 3.5, by pip in the cache', () => install(home, python, [list], program));
  }
  environment.set('DAYTALLY_PYTHON_SPARK_3_5', python);
}

async function findPython() {
  for (const program of ['python3.11', 'python3.10', 'python3']) {
    const version = await capture(program, [
      '-c',
      'import sys; print("%d.%d" % sys.version_info[:2])',
    ]);
    if (version === '3.10' || version === '3.11') return program;
  }
}
