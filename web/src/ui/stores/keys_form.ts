import { css, html, LitElement, nothing, type PropertyValues } from 'lit';
import { property, state } from 'lit/decorators.js';
import type { StoreAccess } from '../../types';
import { controls, labelled } from '../controls';
import { defineOnce } from '../define_once';
import { hostOf } from './host';

type Field = 'id' | 'secret' | 'session' | 'region' | 'endpoint';

/** The access to a bucket that the user enters. It is stored only in the fields. */
export class KeysForm extends LitElement {
  static override styles = [
    controls,
    labelled,
    css`
      :host {
        display: grid;
        gap: 0.5rem;
      }

      input {
        width: min(100%, 22rem);
      }

      /* Browsers offer to store what is entered in a password field. */
      .secret {
        -webkit-text-security: disc;
      }
    `,
  ];

  /** The URLs of the buckets. */
  @property({ attribute: false }) urls: readonly string[] = [];
  @state() private fields: Partial<Record<Field, string>> = {};
  @state() private problem = '';

  /** What was entered; undefined if nothing was. */
  get access(): StoreAccess | undefined {
    const entered = Object.entries(this.fields).filter(([, value]) => value !== '');
    return entered.length > 0 ? Object.fromEntries(entered) : undefined;
  }

  /** Returns whether the entered fields belong together, and shows what is wrong otherwise. */
  check(): boolean {
    const { id, secret, session, endpoint } = this.access ?? {};
    if (this.access && kindsOf(this.urls).length > 1) {
      this.problem = 'Open the buckets of one store at a time, which these fields are for.';
    } else if (endpoint !== undefined && !/^https?:\/\/[^?#]+$/i.test(endpoint)) {
      this.problem = 'The endpoint must be a URL such as https://storage.example.';
    } else if (
      !this.#isAzure &&
      ((id === undefined) !== (secret === undefined) || (session && !id))
    ) {
      this.problem = 'Enter both the access key ID and the secret access key, or neither.';
    } else this.problem = '';
    return this.problem === '';
  }

  protected override willUpdate(changed: PropertyValues): void {
    const before = changed.get('urls') as readonly string[] | undefined;
    // Keys are for one kind of store.
    if (before && kindsOf(before)[0] !== kindsOf(this.urls)[0]) this.fields = {};
  }

  override render() {
    const hosts = new Set(this.urls.map((url) => hostOf(url.trim(), this.access ?? {})));
    const known = [...hosts].flatMap((host) => host ?? []);
    return html`
      ${
        this.#isAzure
          ? this.#field('secret', 'SAS token', 'Shared access signature for reading and listing.')
          : html`
            ${this.#field('id', 'Access key ID', 'Leave the keys empty for public data.')}
            ${this.#field('secret', 'Secret access key')}
            ${this.#field('session', 'Session token', 'Of temporary keys.')}
            ${this.#field('region', 'Region', 'Default: the one that the store names.')}
          `
      }
      ${this.#field('endpoint', 'Endpoint', 'URL of another store, such as MinIO.')}
      <p role="status" class="quiet">
        ${known.length < hosts.size ? 'Enter the endpoint.' : html`Requests go to <code translate="no">${known.join(', ')}</code>.`}
        Keys sign them here, and stay in this tab’s memory.
      </p>
      ${this.#isLasting ? html`<p role="status">This key does not expire. Use temporary keys, with a session token, if you can.</p>` : nothing}
      <div role="alert">${this.problem}</div>
    `;
  }

  get #isAzure(): boolean {
    return kindsOf(this.urls)[0] === 'a';
  }

  get #isLasting(): boolean {
    const { id, secret, session } = this.fields;
    return Boolean(id && secret && !session);
  }

  #field(name: Field, label: string, hint = '') {
    const isSecret = name === 'secret' || name === 'session';
    return html`
      <label>
        ${label}
        <input
          name=${name}
          class=${isSecret ? 'secret' : ''}
          autocomplete="off"
          autocapitalize="off"
          spellcheck="false"
          .value=${this.fields[name] ?? ''}
          placeholder=${name === 'region' ? 'us-east-1' : name === 'endpoint' ? 'https://' : ''}
          @input=${this.#entered}
        />
        ${hint ? html`<small class="quiet">${hint}</small>` : nothing}
      </label>
    `;
  }

  #entered({ target }: Event): void {
    const { name, value } = target as HTMLInputElement;
    this.fields = { ...this.fields, [name]: value.trim() };
    this.problem = '';
  }
}

/** Returns the kinds of stores of some URLs: `s`, `g` or `a`. */
function kindsOf(urls: readonly string[]): string[] {
  return [...new Set(urls.map((url) => url.trim().charAt(0).toLowerCase()))];
}

defineOnce('day-tally-keys', KeysForm);
