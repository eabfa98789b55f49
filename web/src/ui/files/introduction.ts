import { html } from 'lit';

/** What the page offers, and the table that it expects, before files are opened. */
export const introduction = html`
  <section class="introduction" aria-label="What it answers">
    <ul>
      <li><strong>Monthly views</strong> Views per channel, video and month</li>
      <li><strong>Gaps</strong> Days without data since upload, outages, videos that stopped</li>
      <li><strong>Snapshot</strong> Today’s lifetime count of every video, from YouTube or your API</li>
    </ul>
    <h2>Expected columns</h2>
    <div class="example" tabindex="0" role="region" aria-label="Example rows">
      <table translate="no">
        <thead>
          <tr>
            ${['channel_id', 'video_id', 'created_date', 'date', 'viewCount'].map((name) => html`<th scope="col">${name}</th>`)}
          </tr>
        </thead>
        <tbody>
          <tr><td>UCa…</td><td>dQw4w9WgXcQ</td><td>2023-04-29</td><td>2023-04-29</td><td>120</td></tr>
          <tr><td>UCa…</td><td>dQw4w9WgXcQ</td><td>2023-04-29</td><td>2023-04-30</td><td>80</td></tr>
        </tbody>
      </table>
    </div>
    <p class="note">
      One row per video and day. Columns with other names are matched when the data is open, and
      dates may be text or timestamps.
    </p>
  </section>
`;
