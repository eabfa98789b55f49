import { expose } from 'comlink';
import { createCalls } from '../worker/calls';
import { guarded } from '../worker/guard';
import type { Module } from '../worker/module';
import { ModuleMemory } from '../worker/module_memory';
import * as fake from './fake_module';

/** A Worker whose other side is in this thread, with the fake engine behind the real protocol. */
export class PortWorker extends EventTarget {
  terminated = false;
  readonly #port: MessagePort;
  readonly #other: MessagePort;

  constructor() {
    super();
    const { port1, port2 } = new MessageChannel();
    this.#port = port1;
    this.#other = port2;
    port1.onmessage = ({ data }) => {
      if (!this.terminated) this.dispatchEvent(new MessageEvent('message', { data }));
    };
    // The fake has the module's calls, but its classes only those methods that the page uses.
    const memory = new ModuleMemory();
    expose(guarded(createCalls(fake as unknown as Module, memory), memory), port2);
  }

  postMessage(message: unknown, transfer: Transferable[] = []): void {
    this.#port.postMessage(message, transfer);
  }

  terminate(): void {
    this.terminated = true;
    this.#port.close();
    this.#other.close();
  }

  /** Ends like a worker that runs out of memory. */
  die(): void {
    this.terminate();
    this.dispatchEvent(new Event('error'));
  }
}
