// The wheel of the PySpark package.
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '../run/command.mjs';
import { project } from '../run/environment.mjs';

const pip = ['-m', 'pip', '--disable-pip-version-check', '--quiet'];

/** Builds the wheel in a folder, and returns its path. */
export async function buildWheel(env, folder) {
  await python(env, [...pip, 'wheel', '--no-deps', '-w', folder, join(project, 'spark')]);
  const wheel = readdirSync(folder).find((name) => name.endsWith('.whl'));
  return join(folder, wheel);
}

/** Builds and installs the wheel, and runs its command without the checkout. */
export async function checkWheel(env) {
  const folder = mkdtempSync(join(tmpdir(), 'daytally-wheel-'));
  try {
    const wheel = await buildWheel(env, folder);
    const installed = join(folder, 'installed');
    await python(env, [...pip, 'install', '--no-deps', '--target', installed, wheel]);
    const own = { ...env, PYTHONPATH: installed };
    const file = 'import daytally_spark; print(daytally_spark.__file__)';
    const found = await python(own, ['-c', file], folder);
    if (!found.includes(installed)) throw new Error(`the wheel was not imported, but ${found}`);
    const help = await python(own, [join(installed, 'bin', 'daytally-spark'), '--help'], folder);
    if (!help.includes('gaps')) throw new Error(`daytally-spark --help printed ${help}`);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function python(env, args, cwd = project) {
  const { ok, output } = await run(env.DAYTALLY_PYTHON, args, { env, cwd, limit: 300 });
  if (!ok) throw new Error(`python ${args.join(' ')}: ${output}`);
  return output;
}
