import { html, nothing, render } from 'lit';
import type { DaytallyElement } from '../element';
import type { RunState } from '../types';
import { clearOpened, keepOpened, lastOpened, type Opened } from './opened';
import { chooseHandles, droppedHandles, mayRead } from './pickers';
import { mayShare } from './shared_urls';

/** The maximum number of files that are stored; more are not offered again. */
const maxHandles = 50;

/** Offers what was opened last on the empty page, and stores what is opened. */
export class LastFiles {
  readonly #element: DaytallyElement;
  readonly #section = document.createElement('section');
  /** The handles of what is being opened. */
  #opening: Promise<readonly FileSystemHandle[]> | undefined;
  #failure = '';
  /** Whether the open files will be offered again. */
  keeps = false;

  constructor(element: DaytallyElement) {
    this.#element = element;
    this.#section.slot = 'start';
    this.#section.className = 'last-files';
    this.#section.setAttribute('aria-label', 'Last opened');
  }

  /** Listens for what the user opens, and shows what was opened before. */
  async begin(): Promise<void> {
    const element = this.#element;
    element.addEventListener('drop', ({ dataTransfer }) => {
      if (dataTransfer) this.#opening = droppedHandles(dataTransfer);
    });
    element.addEventListener('choose', (event) => {
      event.preventDefault();
      void this.#choose((event as CustomEvent<'files' | 'folder'>).detail);
    });
    element.addEventListener('statechange', (event) => {
      void this.#follow((event as CustomEvent<RunState>).detail);
    });
    await this.#show();
    element.append(this.#section);
  }

  async #choose(what: 'files' | 'folder'): Promise<void> {
    try {
      const handles = await chooseHandles(what);
      if (handles.length > 0) await this.#open(handles);
    } catch (thrown) {
      const reason = thrown instanceof Error ? thrown.message : String(thrown);
      await this.#show(
        `The browser could not open its picker (${reason}). Drop the files instead.`,
      );
    }
  }

  async #open(handles: readonly FileSystemHandle[]): Promise<void> {
    this.#opening = Promise.resolve(handles);
    // The version belongs to the previous table.
    this.#element.tableVersion = undefined;
    await this.#element.open(handles as FileSystemFileHandle[]);
  }

  /** Stores what is open, once its files are known to be data. */
  async #follow(state: RunState): Promise<void> {
    if (state.phase === 'failed') this.#opening = undefined;
    if (state.phase !== 'questions' && state.phase !== 'ready') return;
    const opening = this.#opening;
    this.#opening = undefined;
    if (opening) this.keeps = false;
    const handles = (await opening) ?? [];
    const urls = this.#element.src.split(/\s+/).filter(Boolean);
    if (handles.length > maxHandles || (handles.length === 0 && urls.length === 0)) return;
    if (handles.length === 0 && !mayShare(urls)) return;
    const opened = { name: state.dataset.name, handles, urls: handles.length > 0 ? [] : urls };
    try {
      await keepOpened(opened);
      this.keeps = handles.length > 0;
    } catch {
      // A browser may refuse, as in some private windows; then nothing is offered.
    }
    await this.#show();
  }

  async #reopen({ name, handles, urls }: Opened): Promise<void> {
    if (urls.length > 0)
      Object.assign(this.#element, { src: urls.join(' '), tableVersion: undefined });
    else if (await mayRead(handles)) await this.#open(handles);
    else await this.#show(`The browser does not allow this page to read ${name}.`);
  }

  async #clear(): Promise<void> {
    await clearOpened().catch(() => {});
    await this.#show();
  }

  async #show(failure = ''): Promise<void> {
    this.#failure = failure;
    const all = await lastOpened();
    this.#section.hidden = all.length === 0 && failure === '';
    render(this.#view(all), this.#section);
  }

  #view(all: readonly Opened[]) {
    return html`
      <h2>Last opened</h2>
      <ul>
        ${all.map(
          (each) => html`
            <li>
              <button type="button" translate="no" @click=${() => this.#reopen(each)}>${each.name}</button>
              <span>${whatOf(each)}</span>
            </li>
          `,
        )}
      </ul>
      <p>
        ${
          all.length === 0
            ? nothing
            : html`<button type="button" @click=${() => this.#clear()}>Clear</button>
                <span>The browser stores where they are, not their data.</span>`
        }
        <span role="status">${this.#failure}</span>
      </p>
    `;
  }
}

function whatOf({ handles, urls }: Opened): string {
  if (urls.length > 0) return urls.length === 1 ? 'URL' : `${urls.length} URLs`;
  const [first] = handles;
  if (handles.length === 1) return first?.kind === 'directory' ? 'folder' : 'file';
  return `${handles.length} files`;
}
