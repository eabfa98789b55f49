import { html } from 'lit';
import type { Dataset } from '../types';
import { defineLazily } from '../ui/lazily';
import type { Session } from './session';

/** Renders how to run the same questions on Spark. */
export function sparkView(session: Session, dataset: Dataset) {
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
