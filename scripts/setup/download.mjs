// Downloads prebuilt programs from their publishers, with a short time limit.
import { mkdirSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { run } from '../run/command.mjs';

/**
 * Downloads an archive and moves its folder of that name to `path`, which appears only when
 * complete.
 */
export async function unpack(url, path, folder) {
  const work = `${path}.partial-${process.pid}`;
  rmSync(work, { recursive: true, force: true });
  mkdirSync(work, { recursive: true });
  try {
    const archive = join(work, url.split('/').at(-1));
    const args = ['-fsSL', '--connect-timeout', '10', '--max-time', '180', '-o', archive, url];
    await done('curl', args);
    if (archive.endsWith('.zip')) {
      await done('python3', ['-m', 'zipfile', '-e', archive, work]);
    } else {
      await done('tar', ['-xzf', archive, '-C', work]);
    }
    rmSync(path, { recursive: true, force: true });
    mkdirSync(dirname(path), { recursive: true });
    renameSync(join(work, folder), path);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

async function done(command, args) {
  const result = await run(command, args, { limit: 240 });
  if (!result.ok) throw new Error(`${command} ${args.join(' ')}: ${result.output.trim()}`);
}

/** Returns Rust's target triple of this machine, as release archives spell it. */
export function target(linux = 'unknown-linux-musl') {
  const arch = { x64: 'x86_64', arm64: 'aarch64' }[process.arch];
  const system = { linux, darwin: 'apple-darwin' }[process.platform];
  if (!arch || !system) throw new Error(`no prebuilt programs for ${process.platform}`);
  return `${arch}-${system}`;
}
