// Checks the npm packages of the lock files: checksums, licenses and npm's advisories.

import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { find, run } from '../run/command.mjs';
import { project } from '../run/environment.mjs';
import { print } from '../run/log.mjs';

const locks = ['package-lock.json', 'tests/consumers/package-lock.json'];
/**
 * The sites of `npm run frameworks`, and the server of the tests of stores. Their advisories are
 * not checked: one in a tool of Next.js, Angular or Azurite would fail every push until its authors
 * fix it, although the project neither distributes that tool nor runs it on untrusted input.
 */
const tools = ['frameworks/next', 'frameworks/angular', 'stores'].map(
  (folder) => `tests/${folder}/package-lock.json`,
);
/** Licenses of bundled code: permissive ones, which only require attribution. */
const licenses = ['0BSD', 'Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause', 'ISC', 'MIT'];
/** Severities that fail the check. */
const blocking = ['high', 'critical'];

/** Returns an error message for each problem of the packages. */
export async function checkPackages(env) {
  const faults = [];
  for (const lock of [...locks, ...tools]) {
    const { packages } = JSON.parse(readFileSync(join(project, lock), 'utf8'));
    faults.push(...faultsOf(packages).map((fault) => `${lock}: ${fault}`));
    const count = Object.keys(packages).length - 1;
    print(`${lock}: ${count} packages, checksums and licenses checked`);
    if (!tools.includes(lock)) faults.push(...(await advisories(lock, env)));
  }
  return faults;
}

/** Returns the problems of a lock file's packages: checksums, origins and licenses. */
export function faultsOf(packages) {
  return Object.entries(packages).flatMap(([path, { integrity, resolved, license, dev }]) => {
    if (path === '') return [];
    const faults = [];
    if (!integrity?.startsWith('sha512-')) faults.push(`${path} has no checksum`);
    // The lock file has no URL for packages from npm's registry.
    if (resolved) faults.push(`${path} comes from ${resolved}`);
    if (!dev && !licenses.includes(license)) faults.push(`${path} has the license ${license}`);
    return faults;
  });
}

async function advisories(lock, env) {
  const cwd = join(project, dirname(lock));
  const args = ['audit', '--package-lock-only', '--json', '--loglevel', 'silent'];
  const { output } = await run(find('npm') ?? 'npm', args, { env, cwd, limit: 120 });
  const report = parsed(output);
  if (!report?.metadata) {
    const why = report?.message ?? output.trim().split('\n').at(-1);
    print(`skipped npm's advisories for ${lock}: they are unreachable (${why})`);
    return [];
  }
  const found = Object.values(report.vulnerabilities ?? {});
  const advised = found.map(({ name, range, severity }) => ({
    severity,
    text: `${lock}: ${name} ${range} has an advisory of severity ${severity}`,
  }));
  print(`${lock}: ${found.length} packages with an npm advisory`);
  for (const { text } of advised) print(text);
  // Lower severities would block every change because of a build tool that reads only our input.
  return advised.filter(({ severity }) => blocking.includes(severity)).map(({ text }) => text);
}

/** Returns npm's JSON, or undefined if it printed something else. */
function parsed(output) {
  try {
    return JSON.parse(output);
  } catch {
    return undefined;
  }
}
