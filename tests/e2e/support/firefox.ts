import { mkdirSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { type ElementHandle, expect, type Page } from '@playwright/test';

/** The download folder of Firefox, which reports no downloads to Playwright. */
export const downloads = join(import.meta.dirname, '..', '..', '..', 'test-results', 'downloads');

/** A downloaded file. */
export interface Saved {
  readonly name: string;
  readonly bytes: Buffer;
}

/** Returns the file that Firefox downloads during an action. */
export async function savedDuring(act: () => Promise<void>): Promise<Saved> {
  rmSync(downloads, { recursive: true, force: true });
  mkdirSync(downloads, { recursive: true });
  await act();
  // During a download an empty file has the final name, and a temporary file has the bytes. A
  // listed name may disappear at any time.
  const completed = () => {
    const [name, ...others] = readdirSync(downloads);
    if (!name || others.length > 0) return '';
    const bytes = statSync(join(downloads, name), { throwIfNoEntry: false })?.size ?? 0;
    return bytes > 0 ? name : '';
  };
  await expect.poll(completed, { timeout: 20_000 }).not.toBe('');
  const [name = ''] = readdirSync(downloads);
  return { name, bytes: readFileSync(join(downloads, name)) };
}

/** Drops files on an element by dispatching drag events. */
export async function dropFiles(
  page: Page,
  paths: readonly string[],
  target = page.locator('day-tally'),
): Promise<void> {
  const element = await target.elementHandle();
  await withFiles(page, paths, element, (input, target) => {
    const dataTransfer = new DataTransfer();
    for (const file of input.files ?? []) dataTransfer.items.add(file);
    const options = { dataTransfer, bubbles: true, composed: true, cancelable: true };
    for (const type of ['dragenter', 'dragover', 'drop']) {
      target?.dispatchEvent(new DragEvent(type, options));
    }
  });
}

/** Picks folders and files like the button for folders. */
export async function pickTree(page: Page, paths: readonly string[]): Promise<void> {
  const listed = paths.flatMap((path) => listing(path));
  await page.evaluate(
    (names) => Object.assign(window, { names }),
    listed.map(([name]) => name),
  );
  // Playwright cannot pick folders in Firefox, so the relative paths are set here.
  await withFiles(
    page,
    listed.map(([, path]) => path),
    null,
    (input) => {
      const { names } = window as unknown as { names: string[] };
      for (const [at, value] of names.entries()) {
        Object.defineProperty(input.files?.[at], 'webkitRelativePath', { value });
      }
      const zone = document
        .querySelector('day-tally')
        ?.shadowRoot?.querySelector('day-tally-drop-zone');
      const folder = zone?.shadowRoot?.querySelector<HTMLInputElement>('#folder');
      Object.defineProperty(folder, 'files', { value: input.files, configurable: true });
      folder?.dispatchEvent(new Event('change'));
      delete (folder as Partial<HTMLInputElement>).files;
    },
  );
}

/** Lists the files of a folder with their relative paths; a single file has an empty one. */
function listing(path: string): [name: string, path: string][] {
  if (!statSync(path).isDirectory()) return [['', path]];
  const entries = readdirSync(path, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  return files.map(({ parentPath, name }) => {
    const file = join(parentPath, name);
    return [join(basename(path), relative(path, dirname(file)), name), file];
  });
}

/** Creates a file input with the files and passes it to a function in the page. */
async function withFiles(
  page: Page,
  paths: readonly string[],
  target: ElementHandle | null,
  use: (input: HTMLInputElement, target: Node | null) => void,
): Promise<void> {
  const handle = await page.evaluateHandle(() => {
    const input = document.createElement('input');
    Object.assign(input, { type: 'file', multiple: true });
    return input;
  });
  await handle.setInputFiles([...paths]);
  await handle.evaluate(use, target);
  await handle.dispose();
}
