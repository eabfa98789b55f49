import { expose } from 'comlink';
import { createCalls } from '../worker/calls';
import { guarded } from '../worker/guard';
import { ModuleMemory } from '../worker/module_memory';
import { fakeModule } from './local_team';

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
    const memory = new ModuleMemory();
    expose(guarded(createCalls(fakeModule, memory), memory), port2);
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
