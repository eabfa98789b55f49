// The per-user cache of tools, kept outside the checkout so that every clone shares it.
import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';

const root = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'daytally');
const hour = 3_600_000;

/** Returns a path in the cache: tool, version, and path below. */
export function cached(...parts) {
  return join(root, ...parts);
}

/** Returns whether a method of set-up failed within the last hour; it is then skipped. */
export function failedLately(way) {
  try {
    return Date.now() - statSync(cached('failed', way)).mtimeMs < hour;
  } catch {
    return false;
  }
}

export function rememberFailure(way, reason) {
  writeText(cached('failed', way), reason);
}

export function forgetFailure(way) {
  rmSync(cached('failed', way), { force: true });
}

/** Returns the text of a file, or undefined if it does not exist. */
export function readText(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

export function writeText(path, text) {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}
