import { css, html, LitElement, nothing } from 'lit';
import { property } from 'lit/decorators.js';
import type { Dataset, Diagnostics, Outcome } from '../types';
import { controls } from './controls';
import { byteText, counted, grouped, spanText } from './text/amount';
import { dayText } from './text/day';

/** What is odd in the data, and what the run cost. */
export class DiagnosticsView extends LitElement {
  static override styles = [
    controls,
    css`
      :host {
        padding: var(--space);
        background: var(--surface);
      }

      .lists {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(min(100%, 22rem), 1fr));
        gap: 1rem 2.5rem;
      }

      dl {
        display: grid;
        grid-template-columns: 1fr max-content;
        margin: 0;
      }

      dt,
      dd {
        margin: 0;
        padding: 0.2rem 0;
        border-bottom: 1px solid var(--line);
      }

      dd {
        text-align: end;
      }

      .odd {
        color: var(--bad);
        font-weight: 600;
      }

      table {
        width: 100%;
        margin-top: 1rem;
        border-collapse: collapse;
        overflow-wrap: anywhere;
      }

      caption {
        padding-bottom: 0.3rem;
        text-align: start;
        font-weight: 600;
      }

      th,
      td {
        padding: 0.2rem 0.75rem 0.2rem 0;
        border-bottom: 1px solid var(--line);
        text-align: start;
        vertical-align: top;
      }
    `,
  ];

  @property({ attribute: false }) outcome: Outcome | undefined;
  @property({ attribute: false }) input: Dataset | undefined;

  override render() {
    const { outcome, input } = this;
    if (!outcome || !input) return nothing;
    const { diagnostics } = outcome;
    return html`
      <div class="lists">
        ${list('The data', data(diagnostics))}
        ${list('Worth a look', oddities(diagnostics))}
        ${list('The run', figures(outcome, input))}
      </div>
      ${unreadable(diagnostics)}
    `;
  }
}

type Line = readonly [label: string, value: string, odd?: boolean];

function list(title: string, lines: Line[]) {
  return html`
    <section>
      <h2>${title}</h2>
      <dl>
        ${lines.map(([label, value, odd]) => html`<dt>${label}</dt><dd class=${odd ? 'odd' : ''}>${value}</dd>`)}
      </dl>
    </section>
  `;
}

function data(found: Diagnostics): Line[] {
  const chosen = found.endDateGiven ? 'given' : 'the newest day';
  return [
    ['Rows', grouped(found.rows)],
    ['Videos', grouped(found.videos)],
    ['First day', found.firstDay ?? 'none'],
    ['Newest day', found.lastDay ?? 'none'],
    ['Outages left out of the gaps', outageText(found)],
    ['Gaps are up to', found.endDate ? `${found.endDate} (${chosen})` : 'none'],
  ];
}

function outageText({ outagesLeftOut: outages }: Diagnostics): string {
  const days = outages.map(({ first, last }) => {
    return first === last ? dayText(first) : `${dayText(first)} to ${dayText(last)}`;
  });
  return days.join(', ') || 'none';
}

function oddities(found: Diagnostics): Line[] {
  const line = (label: string, value: number): Line => [label, grouped(value), value > 0];
  const unread = found.unreadable.reduce((sum, { rows }) => sum + rows, 0);
  return [
    line('Rows before their video was created', found.rowsBeforeCreated),
    line('Rows after the last day of the gaps', found.rowsAfterEnd),
    line('Rows that repeat a video’s day', found.repeatedRows),
    line('Rows without a video', found.nullVideoRows),
    line('Rows without a channel', found.nullChannelRows),
    line('Rows without a day', found.nullDateRows),
    line('Videos without a created date', found.videosCreatedNull),
    line('Videos created after the last day of the gaps', found.videosCreatedAfterEnd),
    line('Videos with several channels', found.videosWithSeveralChannels),
    line('Videos with several created dates', found.videosWithSeveralCreatedDates),
    line('Values that can’t be read, taken as null', unread),
  ];
}

function figures({ reads, spilled, seconds }: Outcome, { plan, files }: Dataset): Line[] {
  const left = files - plan.files.length;
  return [
    ['Files read', grouped(plan.files.length)],
    ['Files left out', grouped(left), left > 0],
    ['Read', `${byteText(reads.bytes)} in ${counted(reads.requests, 'piece')}`],
    ['Put on disk for want of memory', spilled > 0 ? byteText(spilled) : 'nothing'],
    ['Time', spanText(seconds)],
    ['Rows each second', grouped(Math.round(plan.rows / Math.max(seconds, 0.001)))],
  ];
}

function unreadable({ unreadable: all }: Diagnostics) {
  if (all.length === 0) return nothing;
  return html`
    <table>
      <caption>Values that can’t be read, taken as null</caption>
      <thead>
        <tr><th>File</th><th>Row group</th><th>Role</th><th>Rows</th><th>Such as</th></tr>
      </thead>
      <tbody>
        ${all.slice(0, 500).map(
          ({ file, rowGroup, role, rows, example }) => html`
            <tr>
              <td>${file}</td><td>${rowGroup}</td><td>${role}</td><td>${grouped(rows)}</td><td><code>${example}</code></td>
            </tr>
          `,
        )}
      </tbody>
    </table>
  `;
}
