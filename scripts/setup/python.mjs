// A virtual environment with the engines that the oracle compares with, and Python's linters.
import { createHash } from 'node:crypto';
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { cached, readText, writeText } from '../run/cache.mjs';
import { capture, find, run } from '../run/command.mjs';
import { project } from '../run/environment.mjs';
import { print } from '../run/log.mjs';
import { must, SetupError, step } from '../run/step.mjs';
import { aptInstall, hasApt } from './apt.mjs';

const base = 'tests/requirements.txt';
const spark = 'tests/requirements-spark.txt';

export async function setUpPython(environment) {
  const version = await capture('python3', [
    '-c',
    'import sys; print("%d.%d" % sys.version_info[:2])',
  ]);
  if (!version || Number(version.split('.')[1]) < 11) {
    const advice = 'install Python 3.11 or newer as python3, then run this command again.';
    throw new SetupError(version ? `Python ${version} is too old` : 'there is no python3', advice);
  }
  const java = await hasJava();
  if (!java) print('set-up: skipped pyspark, because there is no Java 17 or newer');
  const lists = java ? [base, spark] : [base];
  const hash = createHash('sha256');
  for (const list of lists) hash.update(readText(join(project, list)) ?? '');
  const home = cached('python', `${version}-${hash.digest('hex').slice(0, 12)}`);
  const python = join(home, 'bin', 'python');
  if (!existsSync(join(home, 'complete'))) {
    const title = `polars, duckdb, deltalake, pyiceberg, pyarrow, ruff, mypy${java ? ', pyspark' : ''}, by pip in the cache`;
    await step(title, () => install(home, python, lists));
  }
  environment.set('DAYTALLY_PYTHON', python);
}

/** Returns whether there is Java 17 or newer, which Spark needs. */
export async function hasJava() {
  if (!find('java')) return false;
  const result = await run('java', ['-version'], { limit: 20 });
  return result.ok && Number(result.output.match(/version "(\d+)/)?.[1]) >= 17;
}

/** Creates a virtual environment of `program` in `home`, with the packages of the lists. */
export async function install(home, python, lists, program = 'python3') {
  rmSync(home, { recursive: true, force: true });
  const made = await run(program, ['-m', 'venv', home]);
  if (!made.ok && hasApt()) await aptInstall('a virtual environment for Python', 'python3-venv');
  const advice =
    `check that \`${program} -m venv FOLDER\` works and that pip can reach its registry, then run ` +
    'this command again.';
  if (!made.ok) await must(program, ['-m', 'venv', '--clear', home], { advice });
  const wanted = lists.flatMap((list) => ['-r', join(project, list)]);
  const args = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', ...wanted];
  await must(python, args, { advice });
  writeText(join(home, 'complete'), '');
}
