import { html, nothing } from 'lit';
import type { LedgerUse } from '../types/snapshot';
import { defineLazily } from '../ui/lazily';
import type { ProviderFields } from '../ui/provider_fields';
import type { Session } from './session';

/** Who is asked for the snapshot. */
export function providerForm(session: Session) {
  const form = async () => (await import('../ui/provider_form')).ProviderForm;
  defineLazily('day-tally-provider', form);
  const { asking } = session;
  return html`
    <day-tally-provider
      .fields=${asking.fields}
      ?own=${asking.own}
      ?disabled=${session.analyzer.asker.active}
      @provider=${(event: CustomEvent<ProviderFields>) => asking.enter(event.detail)}
    ></day-tally-provider>
  `;
}

/** A job that asks a provider, or what it would cost; nothing where the simulator has answered. */
export function askingView(session: Session) {
  const { run, asking } = session;
  if (run.phase !== 'done') return nothing;
  const { asker } = session.analyzer;
  const simulated = run.outcome.options.provider === 'simulator';
  if (asking.provider === 'simulator' && simulated) return nothing;
  defineLazily('day-tally-asking', async () => (await import('../ui/asking_view')).AskingView);
  return html`
    <day-tally-asking
      .offer=${asking.offer(run)}
      .asking=${asker.asking}
      ?active=${asker.active}
      @ask=${(event: CustomEvent<LedgerUse>) => asking.ask(event.detail)}
      @pause=${() => asker.pause()}
      @resume=${() => asker.resume()}
      @show=${() => asker.show()}
      @end=${() => asker.cancel()}
      @saveledger=${() => asking.saveLedger()}
      @loadledger=${(event: CustomEvent<File>) => asking.loadLedger(event.detail)}
      @forgetledger=${() => asking.forgetLedger()}
    ></day-tally-asking>
  `;
}
