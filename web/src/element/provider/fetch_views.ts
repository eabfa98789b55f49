import { html, type LitElement, nothing } from 'lit';
import type { LedgerUse } from '../../types/snapshot';
import type { ChosenName } from '../../ui/provider/not_fetched';
import type { ProviderFields } from '../../ui/provider/provider_fields';
import type { ProviderForm } from '../../ui/provider/provider_form';
import type { Session } from '../session/session';

/** Chooses a provider for counts that were not fetched; the simulator answers at once. */
export async function chooseProvider(session: Session, root: ShadowRoot, name: ChosenName) {
  session.fetching.enter({ ...session.fetching.fields, name });
  if (name === 'simulator') {
    const options = session.results.optionsOf(session.options);
    return await session.results.analyzer.setRunDate({ ...options, provider: name });
  }
  // The form has the provider's fields only after the element has rendered.
  await (root.host as LitElement).updateComplete;
  await root.querySelector<ProviderForm>('day-tally-provider')?.show();
}

/** Renders the form of the provider. */
export function providerForm(session: Session) {
  const { fetching } = session;
  return html`
    <day-tally-provider
      .fields=${fetching.fields}
      ?own=${fetching.own}
      ?disabled=${isBusy(session)}
      @provider=${(event: CustomEvent<ProviderFields>) => fetching.enter(event.detail)}
    ></day-tally-provider>
  `;
}

/** Whether a job runs that the form must not change; a stopped one can be changed. */
function isBusy({ results }: Session): boolean {
  const { active, fetching } = results.analyzer.fetcher;
  return active && !(fetching?.stage.kind === 'stopped' && !fetching.stage.unkept);
}

/** Renders a provider job, or its cost; nothing for the simulator. */
export function fetchView(session: Session) {
  const { results, fetching } = session;
  const { shown } = results;
  if (!shown) return nothing;
  const { fetcher } = shown.analyzer;
  if (typeof fetching.provider === 'string' && !fetcher.fetching && !fetcher.active) return nothing;
  return html`
    <day-tally-fetching
      .offer=${fetching.offer(shown.outcome)}
      .fetching=${fetcher.fetching}
      ?active=${fetcher.active}
      @fetch=${(event: CustomEvent<LedgerUse>) => fetching.start(event.detail)}
      @pause=${() => fetcher.pause()}
      @resume=${() => fetcher.resume()}
      @retry=${() => fetching.retry()}
      @show=${() => fetcher.show()}
      @end=${() => fetcher.cancel()}
      @saveledger=${() => fetching.saveLedger()}
      @loadledger=${(event: CustomEvent<File>) => fetching.loadLedger(event.detail)}
      @forgetledger=${() => fetching.forgetLedger()}
    ></day-tally-fetching>
  `;
}
