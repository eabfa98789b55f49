import type * as Wasm from '../../generated/daytally.js';
import { handOver } from '../../rpc/hand_over';
import type { SnapshotCalls } from '../../rpc/snapshot';
import type { Module } from '../module';
import { slot } from '../slot';
import { byPage, overNetwork } from './carrier';
import { FetchService } from './fetch_service';
import { Ledgers } from './ledgers';

/** Returns the calls about a snapshot, and its job. */
export function snapshotCalls(
  wasm: Pick<Module, 'Ledger' | 'SnapshotJob' | 'ledgerName' | 'snapshotCost'>,
): { calls: SnapshotCalls; job: () => Wasm.SnapshotJob } {
  const job = slot<Wasm.SnapshotJob>('snapshotBegin');
  const ledgers = new Ledgers(wasm);
  let service: FetchService | undefined;

  const fetching = (): FetchService => {
    if (!service) throw new Error('snapshotFetch must be called first');
    return service;
  };
  const end = () => {
    service?.close();
    service = undefined;
  };

  const calls: SnapshotCalls = {
    snapshotBegin(streams, batchSize) {
      end();
      job.set(new wasm.SnapshotJob(streams, batchSize));
    },
    snapshotNeeds: () => Array.from(job.get().needs()),
    snapshotPush: (stream, ids) => job.get().pushIds(stream, ids),
    snapshotAdvance: () => job.get().advance(),
    snapshotTake: (stream) => handOver(job.get().takeAnswers(stream)),
    unansweredRows: (filter) => job.get().unansweredRows(filter),
    unansweredWindow: (filter, start, length) => {
      return handOver(job.get().unansweredWindow(filter, start, length));
    },

    async snapshotFetch(streams, options, runDate, use, callback) {
      end();
      const { store, ledger, ...begun } = await ledgers.open(options, runDate, use);
      try {
        job.set(wasm.SnapshotJob.fromService(streams, JSON.stringify(options), ledger));
      } catch (thrown) {
        store.close();
        throw thrown;
      }
      const referrer = options.provider === 'youtube' ? 'strict-origin' : 'no-referrer';
      const carry = callback ? byPage(callback) : overNetwork(referrer);
      service = new FetchService(job.get(), store, carry);
      return { ...begun, medium: store.medium };
    },
    async snapshotStep() {
      const step = await fetching().step();
      if (step.stage.kind === 'done' || step.stage.kind === 'cancelled') end();
      return step;
    },
    snapshotPause: () => service?.pause(),
    snapshotResume: () => service?.resume(),
    snapshotCancel: async () => await service?.cancel(),
    snapshotCost: (options, videos) => wasm.snapshotCost(JSON.stringify(options), videos),

    ledgerAbout: (options) => ledgers.about(options),
    ledgerLoad: (options, blob) => ledgers.load(options, blob),
    ledgerBlob: (options) => ledgers.blob(options),
    ledgerForget: (options) => ledgers.forget(options),
  };
  return { calls, job: job.get };
}
