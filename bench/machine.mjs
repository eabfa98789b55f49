// The machine and the versions that the figures were measured with.
import { cpus, totalmem, type } from 'node:os';
import { readText } from '../scripts/run/cache.mjs';
import { capture } from '../scripts/run/command.mjs';

export async function machine() {
  const list = cpus();
  const distribution = readText('/etc/os-release')?.match(/^PRETTY_NAME="?([^"\n]+)/m)?.[1];
  return {
    processor: list[0]?.model.trim().replace(/\s+/g, ' ') ?? 'unknown',
    cores: list.length,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    system: distribution ?? type(),
  };
}

/** Returns the version that a program prints, or undefined. */
export async function versionOf(program, args = ['--version']) {
  return (await capture(program, args))?.match(/\d+(\.\d+)+/)?.[0];
}

export function today() {
  return new Date().toISOString().slice(0, 10);
}
