import { html, nothing } from 'lit';
import { visible } from '../../visible';
import { counted } from '../text/amount';

/** The maximum number of files to choose from. */
const maxFiles = 500;

/** Renders which of several files is shown, by its path. */
export function fileMenu(files: readonly string[], shown: string, choose: (file: string) => void) {
  if (files.length < 2) return nothing;
  const others = files.length - maxFiles;
  return html`
    of
    <select
      aria-label="File"
      translate="no"
      @change=${({ target }: Event) => choose((target as HTMLSelectElement).value)}
    >
      ${files.slice(0, maxFiles).map((file) => {
        return html`<option value=${file} ?selected=${file === shown}>${visible(file)}</option>`;
      })}
      ${others > 0 ? html`<option disabled>${counted(others, 'more file')}</option>` : nothing}
    </select>
  `;
}
