import { html } from 'lit';
import type { ProviderFields } from './provider_fields';

/** The providers that can be chosen for counts that were not fetched. */
export type ChosenName = Exclude<ProviderFields['name'], 'none' | 'callback'>;

/** Shows that counts were not fetched, and the providers to choose from. */
export function notFetched(choose: (name: ChosenName) => void) {
  const button = (name: ChosenName, label: string, main = false) => html`
    <button class=${main ? 'main' : ''} @click=${() => choose(name)}>${label}</button>
  `;
  return html`
    <div class="message">
      <p><strong>Not fetched.</strong> Choose where today’s counts come from.</p>
      <p class="choices">
        ${button('youtube', 'YouTube Data API', true)} ${button('http', 'Custom API')}
        ${button('simulator', 'Simulated (test only)')}
      </p>
      <p class="quiet">Simulated counts are made up, 0 to 999, and labelled as such.</p>
    </div>
  `;
}
