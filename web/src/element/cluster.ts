import { html } from 'lit';
import { saveAs } from '../sinks/save_as';
import type { Dataset } from '../types';
import { defineLazily } from '../ui/lazily';
import type { Session } from './session';

/** Renders how to run the same questions on Spark. */
export function clusterView(session: Session, dataset: Dataset) {
  defineLazily('day-tally-cluster', async () => (await import('../ui/cluster_view')).ClusterView);
  const { analyzer, asking, options } = session;
  return html`
    <day-tally-cluster
      .input=${dataset}
      .options=${{ ...options, provider: asking.provider }}
      .make=${(words: readonly string[]) => analyzer.preview.clusterJob(words)}
      @notebook=${(event: CustomEvent<string>) => {
        saveAs(new Blob([event.detail], { type: 'application/json' }), 'daytally.ipynb');
      }}
    ></day-tally-cluster>
  `;
}
