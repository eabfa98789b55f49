import { html, type LitElement, nothing } from 'lit';
import type { Dataset } from '../types';
import type { Mapping } from '../ui/setup/mapping';
import type { Fields } from '../ui/setup/options_form';
import type { Fix } from '../ui/verdict/issues';
import type { Control } from './properties/properties';
import { refusedView } from './properties/refused';
import type { Session } from './session/session';
import { blockedText } from './session/stage';
import type { SourcePanel } from './source_panel';

/** Renders the columns and the dates of a run, once its files are known. */
export function setUp(
  session: Session,
  panel: SourcePanel,
  shows: (control: Control) => boolean,
  enter: (fields: Fields) => void,
) {
  const { run } = session;
  const dataset = 'dataset' in run ? run.dataset : undefined;
  if (!dataset || !panel.open) return nothing;
  const [columns, dates] = [shows('columns'), shows('dates')];
  // Questions that the user cannot answer here are shown, at least.
  if (!columns && !dates) return refusedView(dataset.plan.questions);
  const { plan } = dataset;
  const newest = run.phase === 'done' ? run.outcome.diagnostics.lastDay : plan.lastDay;
  return html`
    <section class="set-up" aria-label="Set-up">
      ${
        columns
          ? html`<day-tally-preview
        .input=${dataset}
        .files=${session.analyzer.preview.files(dataset)}
        .mapping=${session.mapping}
        .checks=${session.checks.found}
        .rows=${session.rows}
        ?recalled=${session.columns.recalled}
        ?disabled=${session.stage === 'busy'}
        @mapping=${(event: CustomEvent<Mapping>) => session.choose(event.detail)}
        @guess=${() => session.choose({ columns: {}, omitRoles: [] })}
      ></day-tally-preview>`
          : refusedView(plan.questions)
      }
      ${
        dates
          ? html`<day-tally-options
        .fields=${session.fields}
        .stage=${session.stage}
        .blocked=${blockedText(run)}
        .newestDay=${newest}
        .applied=${session.applied}
        @fields=${(event: CustomEvent<Fields>) => enter(event.detail)}
        @run=${() => panel.run()}
        @dates=${() => session.changeDates()}
      ></day-tally-options>`
          : nothing
      }
      ${columns && dates ? sparkView(session, dataset) : nothing}
    </section>
  `;
}

/** What a field on the page fixes. */
type Shown = Exclude<Fix, 'copies'>;

/** Focuses the field that fixes an issue, once it is loaded. */
export async function focusOn(root: ParentNode, what: Shown): Promise<void> {
  const inside = async (tag: string, selector: string) => {
    await customElements.whenDefined(tag);
    const view = root.querySelector<LitElement>(tag);
    await view?.updateComplete;
    return view?.renderRoot.querySelector<HTMLElement>(selector);
  };
  const fields: Record<Shown, () => Promise<HTMLElement | null | undefined>> = {
    zone: () => inside('day-tally-options', '[name=timezone]'),
    endDate: () => inside('day-tally-options', '[name=endDate]'),
    columns: () => inside('day-tally-preview', 'select'),
    files: async () => root.querySelector<HTMLElement>('day-tally-problems'),
  };
  const field = await fields[what]();
  field?.scrollIntoView({ block: 'nearest' });
  field?.focus();
}

/** Renders how to run the same questions on Spark. */
function sparkView(session: Session, dataset: Dataset) {
  const { analyzer, fetching, options } = session;
  return html`
    <day-tally-spark
      .input=${dataset}
      .options=${{ ...options, provider: fetching.provider }}
      .make=${(words: readonly string[]) => analyzer.preview.sparkLine(words)}
    ></day-tally-spark>
  `;
}
