import { expect, test } from 'vitest';
import type { Calls } from '../rpc/calls';
import { guarded } from './guard';
import { ModuleMemory } from './module_memory';

/**
 * Returns the failure of a call that throws, of a module whose memory has 1 MiB and may have so
 * many pages.
 */
async function failure(thrown: Error, maximum: number): Promise<unknown> {
  const memory = new ModuleMemory();
  memory.set(new WebAssembly.Memory({ initial: 16, maximum }));
  const version = () => {
    throw thrown;
  };
  const { version: call } = guarded({ version } as Partial<Calls> as Calls, memory);
  return await Promise.resolve(call()).catch((failed) => failed);
}

const trap = new WebAssembly.RuntimeError('unreachable');

test('a module that stopped while its memory could grow has crashed', async () => {
  expect(await failure(trap, 24)).toMatchObject({
    code: 'crashed',
    message: 'The analysis crashed (unreachable). Try again.',
  });
});

test('a module that stopped when its memory could not grow by half is out of memory', async () => {
  expect(await failure(trap, 23)).toMatchObject({
    code: 'crashed',
    message: expect.stringMatching(/^Out of memory: a worker could not grow beyond 1 MiB\. /),
  });
});

test('an error that is not a trap is reported unchanged', async () => {
  expect(await failure(new Error('no'), 16)).toMatchObject({ code: 'internal', message: 'no' });
});
