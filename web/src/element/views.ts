import { html, type LitElement, nothing } from 'lit';
import { pageCodes } from '../errors';
import type { SaveRequest } from '../ui/diagnostics/report';
import type { ChosenName } from '../ui/provider/not_fetched';
import type { DownloadRequest, ManifestRequest } from '../ui/results/download_menu';
import type { LookChange } from '../ui/results/look';
import type { OutageChoice } from '../ui/results/outages_view';
import type { ResultTabs } from '../ui/results/result_tabs';
import { outcomeNote } from '../ui/run/outcome_note';
import type { Fix } from '../ui/verdict/issues';
import type { Place } from '../ui/verdict/place';
import { fileName, resultName } from './downloads/file_name';
import type { LookControl } from './look_control';
import type { Opener } from './opener';
import type { Control } from './properties/properties';
import { chooseProvider, fetchView, providerForm } from './provider/fetch_views';
import type { Session } from './session/session';
import { skipFailed } from './session/skipping';
import { chosenOf, warningsBefore } from './session/stage';

/** Renders the page's title, and what the element does. */
export function headerView(idle: boolean) {
  return html`
    <div part="header" class="header">
      <slot name="title"></slot>
      ${idle ? html`<p>Monthly views, missing days and current counts from daily-views Parquet</p>` : nothing}
    </div>
  `;
}

/** Renders what is known of the files, and the progress of a run. */
export function runView(session: Session, opener: Opener, bare: boolean) {
  const { run } = session;
  const chosen = chosenOf(run);
  return html`
    ${
      bare
        ? nothing
        : html`<day-tally-dataset
            .chosen=${chosen}
            .spills=${session.files.available}
            @version=${({ detail }: CustomEvent<number | string>) => opener.version(detail)}
          ></day-tally-dataset>`
    }
    <day-tally-problems .problems=${chosen?.problems ?? []}></day-tally-problems>
    <day-tally-warnings .warnings=${warningsBefore(run)}></day-tally-warnings>
    <day-tally-progress
      class=${session.results.shown ? 'toast' : ''}
      .run=${run}
      @cancel=${() => session.analyzer.cancel()}
    ></day-tally-progress>
    <day-tally-so-far .run=${run} .load=${session.soFar}></day-tally-so-far>
  `;
}

/** Renders how a run without results ended. */
export function endingView(session: Session, opener: Opener) {
  const { run } = session;
  if (run.phase === 'cancelled' && !session.results.shown) {
    return html`<p class="note" role="status">Cancelled. No results were kept.</p>`;
  }
  if (run.phase !== 'failed') return nothing;
  const { error, skippable } = run;
  return html`
      <day-tally-failure
        .error=${error}
        ?skippable=${skippable}
        @skip=${() => skipFailed(session)}
        ?table=${error.code === pageCodes.table || error.location.file?.includes('/_delta_log/')}
        @all=${() => opener.all()}
        ?older=${!run.dataset && session.opening.version !== undefined}
        @newest=${() => opener.version()}
      ></day-tally-failure>
    `;
}

/** Renders the results, one of which is selected. */
export function resultsView(
  session: Session,
  control: LookControl,
  tabs: readonly string[],
  choose: (outages: OutageChoice) => void,
  fix: (what: Fix, from: Element) => void,
  shows: (control: Control) => boolean,
) {
  const providers = shows('provider');
  const { shown } = session.results;
  if (!shown) return nothing;
  const { dataset, outcome, sources } = shown;
  const go = async ({ detail, currentTarget }: CustomEvent<Place>) => {
    const root = (currentTarget as Element).getRootNode() as ShadowRoot;
    control.go(detail);
    await (root.host as LitElement).updateComplete;
    await root.querySelector<ResultTabs>('day-tally-results')?.reveal(detail);
  };
  return html`
    <section class="results" aria-labelledby="results">
      <div class="results-head">
        <h2 id="results" tabindex="-1">Results</h2>
        ${outcomeNote(outcome, dataset, session.run.phase)}
      </div>
      <day-tally-tiles .outcome=${outcome} .load=${session.results.overview} @place=${go}></day-tally-tiles>
      <day-tally-issues
        .outcome=${outcome}
        @place=${go}
        .may=${(what: Fix) => mayFix(what, session, shows)}
        @fix=${({ detail, currentTarget }: CustomEvent<Fix>) => fix(detail, currentTarget as Element)}
      ></day-tally-issues>
      <day-tally-download
        class="toast"
        ?hidden=${!session.results.downloads.current}
        .download=${session.results.downloads.current}
        @cancel-download=${() => session.results.downloads.cancel()}
      ></day-tally-download>
      <day-tally-results
        exportparts="tabs,table,toolbar"
        .outcome=${outcome}
        .input=${dataset}
        .sources=${sources}
        .overview=${session.results.overview}
        .answers=${session.results.answers}
        @chooseprovider=${({ detail, currentTarget }: CustomEvent<ChosenName>) =>
          chooseProvider(session, (currentTarget as Element).getRootNode() as ShadowRoot, detail)}
        @save=${(event: CustomEvent<SaveRequest>) => {
          const { name, text } = event.detail;
          return session.results.downloads.save(fileName(dataset.name, name), text);
        }}
        @outages=${(event: CustomEvent<OutageChoice>) => choose(event.detail)}
        @place=${go}
        .tab=${control.tab}
        .look=${control.look}
        ?asks=${providers}
        .linkTo=${control.linkTo}
        .shown=${tabs}
        @look=${(event: CustomEvent<LookChange>) => control.take(event.detail)}
        ?downloading=${session.results.downloads.busy}
        @manifest=${(event: CustomEvent<ManifestRequest>) => {
          const { kind, filter } = event.detail;
          const name = resultName(shown, kind, filter, 'manifest.json');
          return session.results.downloads.save(name, () =>
            session.results.answers.manifest(event.detail),
          );
        }}
        @download=${(event: CustomEvent<DownloadRequest>) => session.results.download(event.detail)}
      >
        <div slot="snapshot">${providers ? providerForm(session) : nothing} ${fetchView(session)}</div>
      </day-tally-results>
    </section>
    `;
}

/** Whether an issue can be fixed now, or the control that fixes it is shown. */
function mayFix(what: Fix, { isEarlier }: Session, shows: (control: Control) => boolean): boolean {
  if (what === 'copies') return !isEarlier;
  return what === 'files' || shows(what === 'columns' ? 'columns' : 'dates');
}
