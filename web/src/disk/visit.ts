import { newId } from '../browser/new_id';
import { locks, privateRoot } from '../browser/storage';

const prefix = 'daytally-';
/** The folder of this visit of the page, named when first needed. */
let visit: string | undefined;
let held: Promise<void> | undefined;

/**
 * Returns the name of this visit's private folder. No other tab removes it until the page is left.
 * The folder need not exist yet.
 */
export async function visitFolder(): Promise<string> {
  visit ??= prefix + newId();
  held ??= hold(visit);
  await held;
  return visit;
}

/**
 * Holds a lock until the page is left. If locks are refused, no other tab can remove folders
 * either.
 */
function hold(name: string): Promise<void> {
  return new Promise((resolve) => {
    const whileOpen = () => {
      resolve();
      return new Promise<never>(() => {});
    };
    const manager = locks();
    if (!manager) return resolve();
    // A refused method may throw as well as reject.
    Promise.resolve()
      .then(() => manager.request(name, whileOpen))
      .catch(() => resolve());
  });
}

/** Removes the folders of ended visits, such as those of a crashed tab. */
export async function sweep(): Promise<void> {
  const root = await privateRoot();
  const held = await locks()?.query();
  // Without locks, an open tab cannot be distinguished from a closed one.
  if (!held) return;
  const open = new Set(held.held?.map(({ name }) => name));
  for await (const name of root.keys()) {
    if (name.startsWith(prefix) && !open.has(name)) {
      await root.removeEntry(name, { recursive: true }).catch(() => {});
    }
  }
}
