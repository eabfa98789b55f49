import { html, nothing } from 'lit';
import type { Dataset } from '../types';
import { defineLazily } from '../ui/lazily';
import type { ColumnDialog } from '../ui/setup/column_dialog';
import type { Mapping } from '../ui/setup/mapping_view';
import type { Fields } from '../ui/setup/options_form';
import { providerForm } from './provider/fetch_views';
import type { Session } from './session/session';
import { blockedText } from './session/stage';

/** Renders the columns, the provider and the dates of a run, once its files are known. */
export function setUp(session: Session, enter: (fields: Fields) => void) {
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
    <section class="set-up" aria-label="Columns and dates">
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
      ${providerForm(session)}
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
