import { html, render } from 'lit';

/** Names the parameters of a link that were removed because they are not valid. */
export function noteInvalid(names: readonly string[], before: Element): void {
  const note = document.createElement('aside');
  note.className = 'link-note';
  note.setAttribute('aria-label', 'Link');
  const text =
    names.length === 1
      ? 'The link has a parameter that is not valid. It was removed:'
      : 'The link has parameters that are not valid. They were removed:';
  before.before(note);
  render(
    html`
      <span role="status">${text} <code translate="no">${names.join(', ')}</code></span>
      <button type="button" @click=${() => note.remove()}>Dismiss</button>
    `,
    note,
  );
}
