import { html, nothing } from 'lit';
import { pageCodes } from '../errors';
import type { SaveRequest } from '../ui/diagnostics/report';
import type { ChosenName } from '../ui/provider/not_fetched';
import type { DownloadRequest, ManifestRequest } from '../ui/results/download_menu';
import type { OutageChoice } from '../ui/results/outages_view';
import { outcomeNote } from '../ui/run/outcome_note';
import { chooseProvider } from './provider/fetch_views';
import { nameOf } from './session/downloads';
import type { Session } from './session/session';

/** Renders how a run without results ended. */
export function endingView(session: Session) {
  const { run } = session;
  if (run.phase === 'cancelled') {
    const again = run.dataset ? 'run it again at any time' : 'choose the files again';
    return html`<p class="note" role="status">Cancelled. Nothing of the run is kept; ${again}.</p>`;
  }
  if (run.phase !== 'failed') return nothing;
  const { error, skippable } = run;
  return html`
      <day-tally-failure
        .error=${error}
        ?skippable=${skippable}
        @skip=${() => session.skip()}
        ?table=${error.code === pageCodes.table}
        @all=${() => session.opening.last && session.open(...session.opening.last, true)}
      ></day-tally-failure>
    `;
}

/** Renders the results, one of which is selected. */
export function resultsView(
  session: Session,
  tab: string,
  tabs: readonly string[],
  look: (tab: string) => void,
) {
  const { run } = session;
  if (run.phase !== 'done') return nothing;
  const { dataset, outcome } = run;
  return html`
      <day-tally-warnings .warnings=${outcome.diagnostics.warnings}></day-tally-warnings>
      ${outcomeNote(outcome, dataset)}
      <day-tally-download
        ?hidden=${!session.downloads.current}
        .download=${session.downloads.current}
        @cancel-download=${() => session.downloads.cancel()}
      ></day-tally-download>
      <day-tally-results
        .outcome=${outcome}
        .input=${dataset}
        .sources=${session.sources}
        .overview=${session.overview}
        .answers=${session.answers}
        @chooseprovider=${({ detail, currentTarget }: CustomEvent<ChosenName>) =>
          chooseProvider(session, (currentTarget as Element).getRootNode() as ShadowRoot, detail)}
        @save=${(event: CustomEvent<SaveRequest>) => {
          const { name, text } = event.detail;
          return session.downloads.save(name, async () => text);
        }}
        @outages=${(event: CustomEvent<OutageChoice>) => session.chooseOutages(event.detail)}
        .tab=${tab}
        .shown=${tabs}
        @tab=${(event: CustomEvent<string>) => look(event.detail)}
        ?downloading=${session.downloads.busy}
        @manifest=${(event: CustomEvent<ManifestRequest>) => {
          const { kind, filter } = event.detail;
          const name = nameOf(kind, filter, 'manifest.json', outcome.options);
          return session.downloads.save(name, () => session.answers.manifest(event.detail));
        }}
        @download=${(event: CustomEvent<DownloadRequest>) => session.download(event.detail)}
      ></day-tally-results>
    `;
}
