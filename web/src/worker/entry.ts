import { expose } from 'comlink';
import { createCalls } from './calls';
import { guarded } from './guard';
import { wasm } from './module';
import { ModuleMemory } from './module_memory';

const memory = new ModuleMemory();

// Without an error, the page would wait forever; it ends this worker.
addEventListener('messageerror', () => {
  throw new Error('a message of the page could not be read');
});

expose(guarded(createCalls(wasm, memory), memory));
