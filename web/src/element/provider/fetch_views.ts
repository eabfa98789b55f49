import { html, type LitElement, nothing } from 'lit';
import type { LedgerUse } from '../../types/snapshot';
import type { ChosenName } from '../../ui/provider/not_fetched';
import type { ProviderFields } from '../../ui/provider/provider_fields';
import type { ProviderForm } from '../../ui/provider/provider_form';
import type { Session } from '../session/session';

/** Chooses a provider for counts that were not fetched; the simulator answers at once. */
export async function chooseProvider(session: Session, root: ShadowRoot, name: ChosenName) {
  session.asking.enter({ ...session.asking.fields, name });
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
  const { asking } = session;
  return html`
    <day-tally-provider
      .fields=${asking.fields}
      ?own=${asking.own}
      ?disabled=${isBusy(session)}
      @provider=${(event: CustomEvent<ProviderFields>) => asking.enter(event.detail)}
    ></day-tally-provider>
  `;
}

/** Whether a job runs that the form must not change; a stopped one can be changed. */
function isBusy({ results }: Session): boolean {
  const { active, asking } = results.analyzer.asker;
  return active && !(asking?.stage.kind === 'stopped' && !asking.stage.unkept);
}

/** Renders a provider job, or its cost; nothing for the simulator. */
export function fetchView(session: Session) {
  const { results, asking } = session;
  const { shown } = results;
  if (!shown) return nothing;
  const { asker } = shown.analyzer;
  if (typeof asking.provider === 'string' && !asker.asking && !asker.active) return nothing;
  return html`
    <day-tally-asking
      .offer=${asking.offer(shown.outcome)}
      .asking=${asker.asking}
      ?active=${asker.active}
      @ask=${(event: CustomEvent<LedgerUse>) => asking.ask(event.detail)}
      @pause=${() => asker.pause()}
      @resume=${() => asker.resume()}
      @retry=${() => asking.retry()}
      @show=${() => asker.show()}
      @end=${() => asker.cancel()}
      @saveledger=${() => asking.saveLedger()}
      @loadledger=${(event: CustomEvent<File>) => asking.loadLedger(event.detail)}
      @forgetledger=${() => asking.forgetLedger()}
    ></day-tally-asking>
  `;
}
