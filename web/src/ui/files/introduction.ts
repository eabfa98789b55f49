import { html } from 'lit';

/** What the page offers, before files are opened. */
export const introduction = html`
  <dl class="questions">
    <div>
      <dt>Monthly views</dt>
      <dd>What did each video gain in each month?</dd>
    </div>
    <div>
      <dt>Gaps</dt>
      <dd>On which days is there no data, from a video’s first day on?</dd>
    </div>
    <div>
      <dt>Snapshot</dt>
      <dd>What does each video’s count stand at on one day, asked in batches?</dd>
    </div>
  </dl>
`;
