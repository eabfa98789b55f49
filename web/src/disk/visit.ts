const prefix = 'daytally-';
/** This visit of the page, in whose name its private files are kept; made when first needed. */
let visit: string | undefined;
let held: Promise<void> | undefined;

/**
 * The name of this visit's folder in the page's private part of the disk; nobody sweeps it until
 * the page is left. The folder itself need not be there.
 */
export async function visitFolder(): Promise<string> {
  visit ??= prefix + crypto.randomUUID();
  const name = visit;
  // Without locks there are no private files either.
  if (!navigator.locks) return name;
  held ??= new Promise((resolve, reject) => {
    const hold = () => {
      resolve();
      return new Promise(() => {});
    };
    navigator.locks.request(name, hold).catch(reject);
  });
  await held;
  return name;
}

/** Removes what visits that are over have left behind, such as those of a tab that crashed. */
export async function sweep(): Promise<void> {
  const root = await navigator.storage.getDirectory();
  const { held: locks = [] } = await navigator.locks.query();
  const open = new Set(locks.map(({ name }) => name));
  for await (const name of root.keys()) {
    if (name.startsWith(prefix) && !open.has(name)) {
      await root.removeEntry(name, { recursive: true }).catch(() => {});
    }
  }
}
