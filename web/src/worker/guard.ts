import { DaytallyError } from '../errors';
import type { Calls } from '../rpc/calls';

type Method = (...input: unknown[]) => unknown;

/** The same calls, each of which throws nothing but a Failure, which can cross to the page. */
export function guarded(calls: Calls): Calls {
  const wrap = ([name, method]: [string, Method]): [string, Method] => [
    name,
    async (...input) => {
      try {
        return await method(...input);
      } catch (thrown) {
        throw DaytallyError.from(thrown).toFailure();
      }
    },
  ];
  // Each method is replaced by one of the same kind, which TypeScript can't follow.
  const methods = Object.entries(calls) as [string, Method][];
  return Object.fromEntries(methods.map(wrap)) as unknown as Calls;
}
