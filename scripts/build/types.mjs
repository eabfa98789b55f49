// The type declarations of the package's entries, with the file extensions that Node requires.
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { writeText } from '../run/cache.mjs';
import { project } from '../run/environment.mjs';
import { must, SetupError } from '../run/step.mjs';

const generated = join('generated', 'daytally.d.ts');

/** Writes the declarations of the entries, and of what they import, to a folder. */
export async function buildTypes(environment, entries, folder) {
  const temporary = mkdtempSync(join(tmpdir(), 'daytally-types-'));
  try {
    const emit = ['--noEmit', 'false', '--declaration', '--emitDeclarationOnly'];
    const args = ['-p', project, ...emit, '--outDir', temporary];
    const advice = 'run `npx tsc` and correct what it reports.';
    await must('tsc', args, { env: environment.native, cwd: project, advice });
    const root = join(temporary, 'web', 'src');
    cpSync(join(project, 'web', 'src', generated), join(root, generated));
    const done = new Set();
    for (const entry of entries) copy(join(root, entry), root, folder, done);
  } finally {
    rmSync(temporary, { recursive: true });
  }
}

function copy(file, root, folder, done) {
  if (done.has(file)) return;
  done.add(file);
  const text = readFileSync(file, 'utf8')
    // Sources import without an extension, as bundlers allow.
    .replace(/(from |import\()(["'])(\.[^"']*)\2/g, (_, before, quote, name) => {
      const target = declarationOf(join(dirname(file), name), file);
      copy(target, root, folder, done);
      const path = relative(dirname(file), target).replace(/\.d\.ts$/, '.js');
      return `${before}${quote}${path.startsWith('.') ? path : `./${path}`}${quote}`;
    });
  const foreign = /(?:from |import\()["']([^."'][^"']*)["']/.exec(text);
  // The package has no dependencies.
  if (foreign) throw new SetupError(`${relative(root, file)} imports types of ${foreign[1]}`);
  writeText(join(folder, relative(root, file)), text);
}

function declarationOf(path, importer) {
  const stem = path.replace(/\.js$/, '');
  const found = [`${stem}.d.ts`, join(stem, 'index.d.ts')].find((file) => existsSync(file));
  if (found) return found;
  throw new SetupError(`${importer} imports ${path}, which has no declaration`);
}
