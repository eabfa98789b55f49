import { html, nothing } from 'lit';
import { dayText } from '../../day';
import type { LackingVideo } from '../../types/channels';
import { visible } from '../../visible';
import { counted, grouped } from '../text/amount';
import type { Window } from './window';

/** Renders the videos with the longest gaps. `show` opens one of them. */
export function lackingTable(
  videos: readonly LackingVideo[],
  { last }: Window,
  show: (video: string) => void,
) {
  if (videos.length === 0) return nothing;
  return html`
    <section>
      <h2>Videos with the longest gaps</h2>
      <div class="scroller" tabindex="0" role="region" aria-label="Videos with the longest gaps">
        <table>
          <thead>
            <tr>
              <th scope="col">Video ID</th>
              <th scope="col" class="text">Channel ID</th>
              <th scope="col" class="text">Longest gap</th>
              <th scope="col">Days</th>
              <th scope="col">All missing days</th>
            </tr>
          </thead>
          <tbody>${videos.map((video) => row(video, last, show))}</tbody>
        </table>
      </div>
    </section>
  `;
}

function row(video: LackingVideo, last: number, show: (video: string) => void) {
  const { videoId, channelId } = video;
  const days = video.last - video.first + 1;
  return html`
    <tr>
      <th scope="row">
        <button class="link" title="Show its days" @click=${() => show(videoId)}>${visible(videoId)}</button>
      </th>
      <td class="text">
        ${channelId === undefined ? html`<span class="null">null</span>` : html`<code>${visible(channelId)}</code>`}
      </td>
      <td class="text">
        ${dayText(video.first)} – ${dayText(video.last)}
        ${video.last === last ? html`<span class="chip" title="No data up to the last day">to the end</span>` : nothing}
      </td>
      <td title=${counted(days, 'day')}>${grouped(days)}</td>
      <td>${grouped(video.missingDays)}</td>
    </tr>
  `;
}
