import { crashed, DaytallyError, pageCodes } from '../errors';
import type { Calls } from '../rpc/calls';
import type { ModuleMemory } from './module_memory';

type Method = (...input: unknown[]) => unknown;

/**
 * Returns the same calls, which throw only a Failure, because that can be sent to the page. If a
 * module stopped, it states whether memory ran out, which the module itself cannot.
 */
export function guarded(calls: Calls, memory: ModuleMemory): Calls {
  const wrap = ([name, method]: [string, Method]): [string, Method] => [
    name,
    async (...input) => {
      try {
        return await method(...input);
      } catch (thrown) {
        throw explained(DaytallyError.from(thrown), memory).toFailure();
      }
    },
  ];
  // Each method is replaced by one of the same type, which TypeScript cannot follow.
  const methods = Object.entries(calls) as [string, Method][];
  return Object.fromEntries(methods.map(wrap)) as unknown as Calls;
}

function explained(error: DaytallyError, memory: ModuleMemory): DaytallyError {
  const { bytes } = memory;
  if (error.code !== pageCodes.crashed || !memory.exhausted) return error;
  const amount = `${Math.round(bytes / 2 ** 20)} MiB`;
  const remedy = 'Close other tabs, open fewer files, or use the command line.';
  const message = `Out of memory: a worker could not grow beyond ${amount}. ${remedy}`;
  return crashed(message, error.location);
}
