import type { Page } from '@playwright/test';

/** Returns the paths of everything in the page's private file system (OPFS). */
export async function privateFiles(page: Page): Promise<string[]> {
  return await page.evaluate(async () => {
    const walk = async (folder: FileSystemDirectoryHandle, path: string): Promise<string[]> => {
      const found: string[] = [];
      try {
        for await (const [name, handle] of folder.entries()) {
          found.push(`${path}${name}`);
          const inside = handle instanceof FileSystemDirectoryHandle;
          if (inside) found.push(...(await walk(handle, `${path}${name}/`)));
        }
      } catch (thrown) {
        // An active run may delete a folder during the listing.
        if (!(thrown instanceof DOMException) || thrown.name !== 'NotFoundError') throw thrown;
      }
      return found;
    };
    return await walk(await navigator.storage.getDirectory(), '');
  });
}
