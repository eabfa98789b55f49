import { html, nothing } from 'lit';
import type { Dataset } from '../types';
import { defineLazily } from '../ui/lazily';
import type { ColumnDialog } from '../ui/setup/column_dialog';
import type { Mapping } from '../ui/setup/mapping_view';
import type { Fields } from '../ui/setup/options_form';
import type { Fix } from '../ui/verdict/issues';
import type { Session } from './session/session';
import { blockedText } from './session/stage';

/** Renders the columns, the provider and the dates of a run, once its files are known. */
export function setUp(session: Session, open: boolean, enter: (fields: Fields) => void) {
  const { run } = session;
  const dataset = 'dataset' in run ? run.dataset : undefined;
  if (!dataset) return nothing;
  const { plan } = dataset;
  const newest = run.phase === 'done' ? run.outcome.diagnostics.lastDay : plan.lastDay;
  const choose = (event: CustomEvent<Mapping>) => session.choose(event.detail);
  const ask = ({ currentTarget }: Event) => {
    askForColumns((currentTarget as Element).getRootNode() as ShadowRoot);
  };
  return html`
    <section class="set-up" aria-label="Set-up" ?hidden=${!open}>
      <div class="given">
        <day-tally-mapping
        .input=${dataset}
        .mapping=${session.mapping}
        .checks=${session.checks.found}
        ?recalled=${session.columns.recalled}
        ?disabled=${session.stage === 'busy'}
        @mapping=${choose}
        @guess=${() => session.choose({ columns: {}, leaveOut: [] })}
        @compare=${ask}
      ></day-tally-mapping>
      </div>
      <div class="given">
      <day-tally-options
        .fields=${session.fields}
        .stage=${session.stage}
        .blocked=${blockedText(run)}
        .newestDay=${newest}
        .applied=${session.applied}
        @fields=${(event: CustomEvent<Fields>) => enter(event.detail)}
        @run=${() => session.start()}
        @dates=${() => session.changeDates()}
      ></day-tally-options>
      ${sparkView(session, dataset)}
      </div>
    </section>
    <day-tally-columns
      .input=${dataset}
      .mapping=${session.mapping}
      .values=${session.values}
      @mapping=${choose}
    ></day-tally-columns>
  `;
}

/** Opens the dialog that asks which columns play which roles. */
export function askForColumns(root: ParentNode): void {
  root.querySelector<ColumnDialog>('day-tally-columns')?.ask();
}

/** Focuses the field that fixes an issue. */
export function focusOn(root: ParentNode, what: Fix): void {
  const inside = (tag: string, selector: string) =>
    root.querySelector(tag)?.shadowRoot?.querySelector<HTMLElement>(selector);
  const fields: Record<Fix, HTMLElement | null | undefined> = {
    zone: inside('day-tally-options', '[name=timezone]'),
    endDate: inside('day-tally-options', '[name=endDate]'),
    columns: inside('day-tally-mapping', 'select'),
    files: root.querySelector<HTMLElement>('day-tally-problems'),
  };
  fields[what]?.scrollIntoView({ block: 'nearest' });
  fields[what]?.focus();
}

/** Renders how to run the same questions on Spark. */
function sparkView(session: Session, dataset: Dataset) {
  defineLazily('day-tally-spark', async () => (await import('../ui/setup/spark_view')).SparkView);
  const { analyzer, asking, options } = session;
  return html`
    <day-tally-spark
      .input=${dataset}
      .options=${{ ...options, provider: asking.provider }}
      .make=${(words: readonly string[]) => analyzer.preview.sparkLine(words)}
    ></day-tally-spark>
  `;
}
