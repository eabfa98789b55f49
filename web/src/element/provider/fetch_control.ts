import type { ReactiveControllerHost } from 'lit';
import type { Analyzer } from '../../analyzer';
import { DaytallyError, pageCodes } from '../../errors';
import { saveAs } from '../../sinks/save_as';
import type { Outcome, RunOptions } from '../../types';
import type { CallbackProvider, FetchProvider, LedgerUse, Provider } from '../../types/snapshot';
import type { FetchOffer } from '../../ui/provider/fetch_view';
import { noFields, type ProviderFields } from '../../ui/provider/provider_fields';
import { fieldsOf, type GivenProvider, named } from './given_provider';

export type { GivenProvider };

/** The analyzer that fetches, and the options of a run. */
interface Of {
  readonly analyzer: () => Analyzer;
  readonly options: () => RunOptions;
}

/** The provider of the snapshot: the input, the cost and the job. */
export class FetchControl {
  /** The input; the key is stored nowhere else. */
  fields: ProviderFields = noFields;
  #offer: FetchOffer = { of: '' };
  #offered = '';
  #own: CallbackProvider | undefined;
  /** A name without fields, such as an unknown one, which a run refuses. */
  #other: string | undefined;
  #ofSample: ProviderFields | undefined;
  #given: unknown;
  readonly #host: ReactiveControllerHost;
  readonly #of: Of;

  constructor(host: ReactiveControllerHost, of: Of) {
    this.#host = host;
    this.#of = of;
  }

  enter(fields: ProviderFields): void {
    this.#other = undefined;
    this.fields = fields;
    this.#host.requestUpdate();
  }

  /** Takes the provider of a portal, once for each value. */
  give(given: GivenProvider): void {
    if (this.#given === given) return;
    this.#given = given;
    this.#other = typeof given === 'string' && !named.includes(given as '') ? given : undefined;
    if (typeof given === 'function') this.#own = { provider: 'callback', fetchViews: given };
    else if (typeof given === 'object' && given.provider === 'callback') {
      this.#own = given as CallbackProvider;
    } else this.#own = undefined;
    const fields = typeof given === 'function' ? noFields : fieldsOf(given);
    this.fields = this.#own ? { ...fields, name: 'callback' } : fields;
  }

  /** Whether the portal has set a function. */
  get own(): boolean {
    return this.#own !== undefined;
  }

  /** The entered provider, which may be incomplete. */
  get provider(): Provider {
    const { name, url, key, method, headers, ...numbers } = this.fields;
    if (this.#other !== undefined) return this.#other as Provider;
    if (name === 'simulator' || name === 'none') return name;
    const counts = Object.entries(numbers).filter(([, text]) => text.trim() !== '');
    const limits = Object.fromEntries(counts.map(([each, text]) => [each, Number(text)]));
    const own = name === 'callback' && this.#own;
    if (own) return { ...own, ...limits };
    const root = url.trim() && { url: url.trim() };
    if (name === 'youtube') return { provider: name, method, key: key.trim(), ...root, ...limits };
    const lines = headers.split('\n').filter((line) => line.trim() !== '');
    const pairs = lines.map((line): [string, string] => {
      // A line without a colon has no name, which the provider refuses; it may be a secret.
      const colon = Math.max(line.indexOf(':'), 0);
      return [line.slice(0, colon).trim(), line.slice(colon + 1).trim()];
    });
    return { provider: 'http', headers: pairs, ...root, ...limits };
  }

  /** The provider for a run. Nothing is fetched before the user has seen the cost. */
  get ofRun(): Provider {
    const { provider } = this;
    return typeof provider === 'string' ? provider : 'none';
  }

  /** Returns the job's cost and its ledger; finds them out if they are not known yet. */
  offer({ diagnostics: { videos } }: Outcome): FetchOffer {
    const { provider } = this;
    if (typeof provider === 'string') return { of: '' };
    const { fetcher } = this.#of.analyzer();
    const of = [videos, fetcher.active, fetcher.problem, { ...this.fields, key: '' }];
    const wanted = JSON.stringify(of);
    if (wanted !== this.#offered) {
      this.#offered = wanted;
      void this.#find(provider, videos, wanted);
    }
    return fetcher.problem ? { ...this.#offer, problem: fetcher.problem.message } : this.#offer;
  }

  /** Chooses the simulator for the sample if no provider is chosen, and for no other data. */
  opens(of: 'files' | 'sample'): void {
    const { fields } = this;
    const kept = this.#ofSample === fields ? { ...fields, name: 'none' as const } : fields;
    const begins = of === 'sample' && kept.name === 'none' && this.#other === undefined;
    this.#ofSample = begins ? { ...kept, name: 'simulator' } : undefined;
    this.fields = this.#ofSample ?? kept;
  }

  /** Fetches the counts, or has the simulator make them. */
  start(use: LedgerUse): void {
    const provider = this.provider;
    void this.#of.analyzer().setRunDate({ ...this.#of.options(), provider, ledger: use });
  }

  /** Retries with the current input, after a job has stopped; answers are kept. */
  async retry(): Promise<void> {
    await this.#of.analyzer().fetcher.end();
    this.start('resume');
  }

  async saveLedger(): Promise<void> {
    await this.#do(async (provider) => {
      const blob = await this.#of.analyzer().fetcher.ledgerBlob(provider);
      if (blob) saveAs(blob, `daytally-${provider.provider}.ledger`);
    });
  }

  async loadLedger(file: Blob): Promise<void> {
    await this.#do((provider) => this.#of.analyzer().fetcher.loadLedger(provider, file));
  }

  async forgetLedger(): Promise<void> {
    await this.#do((provider) => this.#of.analyzer().fetcher.forgetLedger(provider));
  }

  async #do(work: (provider: FetchProvider) => Promise<unknown>): Promise<void> {
    const { provider } = this;
    if (typeof provider === 'string') return;
    try {
      await work(provider);
      this.#offered = '';
    } catch (thrown) {
      this.#offer = { ...this.#offer, problem: DaytallyError.from(thrown).message };
    }
    this.#host.requestUpdate();
  }

  /** Returns what is known of earlier answers; unreadable ones can still be saved and deleted. */
  async #ledger(provider: FetchProvider): Promise<Partial<FetchOffer>> {
    try {
      return { ledger: await this.#of.analyzer().fetcher.ledger(provider) };
    } catch (thrown) {
      const { code, message } = DaytallyError.from(thrown);
      if (code === pageCodes.cancelled || code === pageCodes.crashed) throw thrown;
      return { unreadable: message };
    }
  }

  async #find(provider: FetchProvider, videos: number, wanted: string): Promise<void> {
    const { fetcher } = this.#of.analyzer();
    const of = fetcher.of(provider);
    let offer: FetchOffer;
    try {
      const restartCost = await fetcher.cost(provider, videos);
      const saved = await this.#ledger(provider);
      const known = saved.ledger?.known ?? 0;
      const cost =
        known > 0 ? await fetcher.cost(provider, Math.max(0, videos - known)) : restartCost;
      offer = { of, cost, restartCost, ...saved, ...(known === 0 && { ledger: undefined }) };
    } catch (thrown) {
      offer = { of, problem: DaytallyError.from(thrown).message };
    }
    if (wanted !== this.#offered) return;
    this.#offer = offer;
    this.#host.requestUpdate();
  }
}
