import { release } from '../release';
import type { Sink } from './sink';

interface SaveOptions {
  readonly suggestedName: string;
}

/** The part of the File System Access API that TypeScript does not know. */
interface PickerWindow {
  showSaveFilePicker?(options: SaveOptions): Promise<FileSystemFileHandle>;
}

/** Whether the browser lets the user choose where a file is written: not in frames of other sites. */
export function canPick(): boolean {
  return typeof (window as PickerWindow).showSaveFilePicker === 'function' && !isForeign();
}

/** Whether a page around this one is of another origin. */
function isForeign(): boolean {
  try {
    for (let around: Window = window; around !== around.parent; ) {
      around = around.parent;
      // Reading it throws where the origin is another one.
      if (around.origin !== window.origin) return true;
    }
    return false;
  } catch {
    return true;
  }
}

/**
 * A file that the user names; undefined when the user thinks better of it.
 *
 * Call it in the event of a click: the browser asks for one.
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
  // What is written appears under the name only once it is whole.
  const stream = await handle.createWritable();
  return {
    async write(bytes) {
      await stream.write(bytes);
      release(bytes);
    },
    close: () => stream.close(),
    abort: () => stream.abort(),
  };
}
