import { blobSink } from './blob';
import { canPick, pickedFileSink } from './picked_file';
import { privateFileSink } from './private_file';
import type { Sink } from './sink';
import { explained, throwUnwritable } from './unwritable';

/**
 * Returns a sink for a file of that name: where the user chooses, else by a private file, else in
 * memory. Undefined if the user cancels. Call it in the event of a click. It and the sink reject
 * with a DaytallyError.
 */
export async function chooseSink(name: string): Promise<Sink | undefined> {
  const sink = canPick()
    ? await pickedFileSink(name).catch(throwUnwritable)
    : // No private files here, as in some private windows.
      await privateFileSink(name).catch(() => blobSink(name));
  return sink && explained(sink);
}
