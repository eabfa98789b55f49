import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..', '..', '..');

/**
 * A file by `daytally generate`, made when its path is first read; `days` per video on average,
 * `group` rows in each row group; `remove` deletes it.
 */
export function generated(
  rows: number,
  layout: 'clustered' | 'daily',
  days = 400,
  group = 1_048_576,
) {
  let folder = '';
  const generate = () => {
    folder = mkdtempSync(join(tmpdir(), 'daytally-e2e-'));
    const shape = ['--rows', String(rows), '--layout', layout, '--avg-days', String(days)];
    const options = [...shape, '--row-group', String(group), '-o', join(folder, 'views.parquet')];
    execFileSync(command(), ['generate', ...options], { cwd: root, stdio: 'pipe' });
  };
  return {
    get path() {
      if (!folder) generate();
      return join(folder, 'views.parquet');
    },
    remove() {
      if (folder) rmSync(folder, { recursive: true });
    },
  };
}

/** Returns the path of the command line, and builds it if no other check has. */
function command(): string {
  const target = process.env.CARGO_TARGET_DIR ?? join(root, 'target');
  const built = ['release', 'debug'].map((profile) => join(target, profile, 'daytally'));
  const known = built.find((path) => existsSync(path));
  if (known) return known;
  execFileSync('cargo', ['build', '-p', 'daytally-cli'], { cwd: root, stdio: 'pipe' });
  return built[1] ?? '';
}
