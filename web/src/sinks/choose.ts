import { blobSink } from './blob';
import { canPick, pickedFileSink } from './picked_file';
import { privateFileSink } from './private_file';
import type { Sink } from './sink';

/**
 * A file of that name: where the user says, else by way of the private part of the disk, else in
 * memory. Undefined when the user thinks better of it. Call it in the event of a click.
 */
export async function chooseSink(name: string): Promise<Sink | undefined> {
  if (canPick()) return await pickedFileSink(name);
  try {
    return await privateFileSink(name);
  } catch {
    // No private files here, as in some private windows.
    return blobSink(name);
  }
}
