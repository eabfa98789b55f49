import { css, html, LitElement, nothing } from 'lit';
import { property } from 'lit/decorators.js';
import type { Coverage, Dataset, Diagnostics, Outcome, Role } from '../../types';
import type { IssuePlace, IssueRow } from '../../types/issue_row';
import { controls } from '../controls';
import { byteText, counted, grouped, percentText, spanText } from '../text/amount';
import { csvReport, jsonReport, type SaveRequest } from './report';

/** The issues of the data, and the work of the run. */
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
        /* The days of outages are long, and wrap. */
        grid-template-columns: minmax(55%, 1fr) minmax(0, auto);
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

      .issue {
        color: var(--bad);
        font-weight: 600;
      }

      .bar {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 0.35rem;
        margin-bottom: 0.75rem;
      }

      .bar button {
        padding-block: 0.15rem;
      }
    `,
  ];

  @property({ attribute: false }) outcome: Outcome | undefined;
  @property({ attribute: false }) input: Dataset | undefined;

  /** Reads rows with an issue of a file again. */
  @property({ attribute: false }) issueRows:
    | ((place: IssuePlace) => Promise<IssueRow[]>)
    | undefined;
  /** Whether something is being saved, so that nothing else can be. */
  @property({ type: Boolean }) saving = false;

  override render() {
    const { outcome, input } = this;
    if (!outcome || !input) return nothing;
    const { diagnostics } = outcome;
    const save = (name: string, text: () => string) => () => this.#save({ name, text });
    return html`
      <div class="bar" role="group" aria-label="Export the diagnostics">
        <span class="quiet">Export</span>
        <button
          ?disabled=${this.saving}
          @click=${save('diagnostics.json', () => jsonReport(outcome, input))}
        >
          JSON
        </button>
        <button
          ?disabled=${this.saving}
          @click=${save('diagnostics.csv', () => csvReport(outcome))}
        >
          CSV
        </button>
      </div>
      <div class="lists">
        ${list('Dataset', data(diagnostics))}
        ${list('Issues', issueLines(diagnostics))}
        ${list('Run', figures(outcome, input))}
      </div>
      <day-tally-issue-files .diagnostics=${diagnostics} .issueRows=${this.issueRows}></day-tally-issue-files>
    `;
  }

  #save(detail: SaveRequest): void {
    this.dispatchEvent(new CustomEvent('save', { detail, bubbles: true, composed: true }));
  }
}

type Line = readonly [label: string, value: string, isIssue?: boolean];

function list(title: string, lines: Line[]) {
  return html`
    <section>
      <h2>${title}</h2>
      <dl>
        ${lines.map(([label, value, isIssue]) => html`<dt>${label}</dt><dd class=${isIssue ? 'issue' : ''}>${value}</dd>`)}
      </dl>
    </section>
  `;
}

function data(found: Diagnostics): Line[] {
  const chosen = found.endDateGiven ? 'given' : 'the last date';
  return [
    ['Rows', grouped(found.rows)],
    ['Videos', grouped(found.videos)],
    ['Video listings (channel, video, upload date)', grouped(found.videoListings)],
    ['First date', found.firstDay ?? 'none'],
    ['Last date', found.lastDay ?? 'none'],
    ['End date', found.endDate ? `${found.endDate} (${chosen})` : 'none'],
    ...(found.coverage ? coverageLines(found.coverage) : []),
  ];
}

function coverageLines(found: Coverage): Line[] {
  const { completeness, outages, outagesExcluded } = found;
  const late = found.endDaysAfterLast;
  const dates = outages.slice(0, 10).map(({ date }) => date);
  const more =
    outages.length > dates.length ? `, ${grouped(outages.length - dates.length)} more` : '';
  return [
    ['Days from the last date to the end date', grouped(late), late > 0],
    ['Completeness', completeness === undefined ? 'none' : percentText(completeness)],
    ['Video-days expected', grouped(found.videoDaysExpected)],
    ['Video-days with data', grouped(found.videoDaysWithData)],
    ['Video-days before the first date', grouped(found.videoDaysBeforeFirst)],
    ['Video-days after the last date', grouped(found.videoDaysAfterLast)],
    ['Stopped videos', grouped(found.stoppedVideos)],
    [
      outagesExcluded ? 'Outages, excluded from the gaps' : 'Outages',
      outages.length > 0 ? `${dates.join(', ')}${more}` : 'none',
    ],
  ];
}

function issueLines(found: Diagnostics): Line[] {
  const line = (label: string, value: number): Line => [label, grouped(value), value > 0];
  const unread = found.unreadable.reduce((sum, { rows }) => sum + rows, 0);
  // A null that replaces an unreadable value is counted as unreadable.
  const nulls = (role: Role, rows: number) => {
    const bad = found.unreadable.filter((issue) => issue.role === role);
    return rows - bad.reduce((sum, issue) => sum + issue.rows, 0);
  };
  return [
    line('Rows before upload date', found.rowsBeforeCreated),
    line('Rows after the end date', found.rowsAfterEnd),
    line('Duplicate (video, date) rows', found.repeatedRows),
    line('Rows with null video', nulls('videoId', found.nullVideoRows)),
    line('Rows with null channel', nulls('channelId', found.nullChannelRows)),
    line('Rows with null date', nulls('date', found.nullDateRows)),
    line('Rows with null views', nulls('viewCount', found.nullCountRows)),
    line('Listings with no upload date', found.videosCreatedNull),
    line('Listings uploaded after end date', found.videosCreatedAfterEnd),
    line('Videos with more than one channel', found.videosWithSeveralChannels),
    line('Videos with more than one upload date', found.videosWithSeveralCreatedDates),
    line('Unreadable values (null)', unread),
    [
      'Counts that rise from day to day, of those that differ',
      `${grouped(found.countPairs.rising)} of ${grouped(found.countPairs.differing)}`,
      found.lifetimeCounts !== 'no',
    ],
  ];
}

function figures({ reads, spilled, seconds }: Outcome, { plan, files }: Dataset): Line[] {
  const left = files - plan.files.length;
  return [
    ['Files read', grouped(plan.files.length)],
    ['Files skipped', grouped(left), left > 0],
    ['Read', `${byteText(reads.bytes)} in ${counted(reads.requests, 'request')}`],
    ['Spilled to disk', spilled > 0 ? byteText(spilled) : 'none'],
    ['Time', spanText(seconds)],
    ['Rows per second', grouped(Math.round(plan.rows / Math.max(seconds, 0.001)))],
  ];
}
