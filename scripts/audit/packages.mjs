// The npm packages of the lock files: checksums, licenses, and npm's advisories.

import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { find, run } from '../run/command.mjs';
import { project } from '../run/environment.mjs';
import { print } from '../run/log.mjs';

const locks = ['package-lock.json', 'tests/consumers/package-lock.json'];
/**
 * The sites of `npm run frameworks`. Their advisories are not looked at: one in a tool of Next.js
 * or Angular, which the project neither passes on nor runs with others' input, would fail every
 * push until the framework mends it.
 */
const sites = ['next', 'angular'].map((name) => `tests/frameworks/${name}/package-lock.json`);
/** Licenses that ask no more than to name the authors, of what is passed on in a bundle. */
const licenses = ['0BSD', 'Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause', 'ISC', 'MIT'];
/** Severities that may not be. */
const grave = ['high', 'critical'];

/** What is wrong with the packages, as sentences. */
export async function checkPackages(env) {
  const faults = [];
  for (const lock of [...locks, ...sites]) {
    const { packages } = JSON.parse(readFileSync(join(project, lock), 'utf8'));
    faults.push(...faultsOf(packages).map((fault) => `${lock}: ${fault}`));
    const count = Object.keys(packages).length - 1;
    print(`${lock}: ${count} packages, checksums and licenses looked at`);
    if (!sites.includes(lock)) faults.push(...(await advisories(lock, env)));
  }
  return faults;
}

/** What is wrong with a lock file's packages: none but the registry's, by their checksums. */
export function faultsOf(packages) {
  return Object.entries(packages).flatMap(([path, { integrity, resolved, license, dev }]) => {
    if (path === '') return [];
    const faults = [];
    if (!integrity?.startsWith('sha512-')) faults.push(`${path} has no checksum`);
    // What comes from npm's registry has no address here.
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
    print(`skipped: ${lock} against npm's advisories, which are out of reach (${why})`);
    return [];
  }
  const found = Object.values(report.vulnerabilities ?? {});
  const advised = found.map(({ name, range, severity }) => ({
    severity,
    text: `${lock}: ${name} ${range} has an advisory of severity ${severity}`,
  }));
  print(`${lock}: packages with an advisory of npm: ${found.length}`);
  for (const { text } of advised) print(text);
  // What is less would stop every change for what a build tool does with its own input.
  return advised.filter(({ severity }) => grave.includes(severity)).map(({ text }) => text);
}

/** npm's JSON, or undefined where it printed something else. */
function parsed(output) {
  try {
    return JSON.parse(output);
  } catch {
    return undefined;
  }
}
