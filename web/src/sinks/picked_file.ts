import { freeBuffer } from '../browser/free_buffer';
import type { Sink } from './sink';

interface SaveOptions {
  readonly suggestedName: string;
}

/** The part of the File System Access API that TypeScript does not declare. */
interface PickerWindow {
  showSaveFilePicker?(options: SaveOptions): Promise<FileSystemFileHandle>;
}

/**
 * Returns whether the browser lets the user choose where a file is written: not in frames of other
 * sites.
 */
export function canPick(): boolean {
  return typeof (window as PickerWindow).showSaveFilePicker === 'function' && !isForeign();
}

/** Returns whether the embedding page is of another origin. */
function isForeign(): boolean {
  try {
    for (let around: Window = window; around !== around.parent; ) {
      around = around.parent;
      // Reading it throws if the origin is another one.
      if (around.origin !== window.origin) return true;
    }
    return false;
  } catch {
    return true;
  }
}

/**
 * Returns a sink for a file that the user names; undefined if the user cancels.
 *
 * Call it in the event of a click, which the browser requires.
 */
export async function pickedFileSink(name: string): Promise<Sink | undefined> {
  let handle: FileSystemFileHandle | undefined;
  try {
    handle = await (window as PickerWindow).showSaveFilePicker?.({ suggestedName: name });
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') return undefined;
    throw error;
  }
  if (!handle) return undefined;
  // The file appears under its name only once it is complete.
  const stream = await handle.createWritable();
  return {
    async write(bytes) {
      await stream.write(bytes);
      freeBuffer(bytes);
    },
    close: () => stream.close(),
    abort: () => stream.abort(),
  };
}
