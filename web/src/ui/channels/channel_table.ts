import { html, nothing } from 'lit';
import type { Channel, ChannelOrder, ChannelQuery } from '../../types/channels';
import { visible } from '../../visible';
import type { ChannelColumn } from './columns';

/** What a user does with the table. */
export interface ChannelUses {
  sort(order: ChannelOrder): void;
  /** Shows the gaps of a channel. */
  pick(channel: string): void;
}

/** Renders channels, a row each; the heads sort. */
export function channelTable(
  channels: readonly Channel[],
  columns: readonly ChannelColumn[],
  { order = 'missingDays', reversed = false }: ChannelQuery,
  uses: ChannelUses,
) {
  const greatest = columns.map(({ amount }) => Math.max(0, ...channels.map(amount)));
  const descending = (of: ChannelOrder) => (of === 'id') === reversed;
  const head = (of: ChannelOrder, title: string, hint: string) => html`
    <th
      scope="col"
      aria-sort=${of !== order ? 'none' : descending(of) ? 'descending' : 'ascending'}
      title=${hint}
    >
      <button @click=${() => uses.sort(of)}>
        ${title}<span aria-hidden="true">${of === order ? (descending(of) ? ' ▼' : ' ▲') : ''}</span>
      </button>
    </th>
  `;
  return html`
    <div class="scroller" tabindex="0" role="region" aria-label="Channels">
      <table>
        <thead>
          <tr>
            ${head('id', 'Channel ID', '')}
            ${columns.map(({ order, title, hint }) => head(order, title, hint))}
          </tr>
        </thead>
        <tbody>
          ${channels.map(
            (channel) => html`
              <tr>
                <th scope="row">${idView(channel, uses)}</th>
                ${columns.map(
                  (column, at) => html`<td>
                    ${bar(column.amount(channel), greatest[at] ?? 0, column.tone)}${column.text(channel)}
                  </td>`,
                )}
              </tr>
            `,
          )}
        </tbody>
      </table>
    </div>
  `;
}

function idView({ channelId }: Channel, uses: ChannelUses) {
  if (channelId === undefined) return html`<span class="null">null</span>`;
  return html`<button class="link" title="Show its gaps" @click=${() => uses.pick(channelId)}>
    ${visible(channelId)}
  </button>`;
}

function bar(amount: number, greatest: number, tone: 'missing' | 'data') {
  if (amount <= 0 || greatest <= 0) return nothing;
  const percent = ((amount / greatest) * 100).toFixed(1);
  return html`<span class="bar ${tone}" aria-hidden="true" .style=${`width: ${percent}%`}></span>`;
}
