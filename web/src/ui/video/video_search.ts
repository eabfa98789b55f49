import { html } from 'lit';
import { videoIdOf } from './video_id';

/** Renders a field that shows the video of an id or of a URL of YouTube. */
export function videoSearch(show: (video: string) => void) {
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const input = (event.currentTarget as HTMLFormElement).querySelector('input');
    const video = videoIdOf(input?.value ?? '');
    if (video) show(video);
  };
  return html`
    <form role="search" aria-label="Video" @submit=${submit}>
      <input
        name="video"
        type="search"
        aria-label="Show a video"
        placeholder="Video ID or URL"
        autocomplete="off"
        autocapitalize="none"
        spellcheck="false"
      />
      <button>Show video</button>
    </form>
  `;
}
