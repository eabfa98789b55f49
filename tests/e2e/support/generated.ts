import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..', '..', '..');

/**
 * Generates a file with `daytally generate`; `days` per video on average, `group` rows in each row
 * group; `remove` deletes it.
 */
export function generated(
  rows: number,
  layout: 'clustered' | 'daily',
  days = 400,
  group = 1_048_576,
) {
  const folder = mkdtempSync(join(tmpdir(), 'daytally-e2e-'));
  const path = join(folder, 'views.parquet');
  const remove = () => rmSync(folder, { recursive: true });
  const shape = ['--rows', String(rows), '--layout', layout, '--avg-days', String(days)];
  const options = [...shape, '--row-group', String(group), '-o', path];
  execFileSync(command(), ['generate', ...options], { cwd: root, stdio: 'pipe' });
  return { path, remove };
}

/** Returns the path of the command line, and builds it if no other check has. */
function command(): string {
  const target = process.env.CARGO_TARGET_DIR ?? join(root, 'target');
  const built = ['release', 'debug'].map((profile) => join(target, profile, 'daytally'));
  const known = built.find((path) => existsSync(path));
  if (known) return known;
  execFileSync('cargo', ['build', '-p', 'daytally'], { cwd: root, stdio: 'pipe' });
  return built[1] ?? '';
}
