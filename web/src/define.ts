import { DaytallyElement } from './element';
import { OverviewView } from './ui/charts/overview_view';
import { Plot } from './ui/charts/plot';
import { DatasetView } from './ui/files/dataset_view';
import { DropZone } from './ui/files/drop_zone';
import { FailureView } from './ui/messages/failure_view';
import { ProblemsList } from './ui/messages/problems_list';
import { WarningsView } from './ui/messages/warnings_view';
import { DownloadMenu } from './ui/results/download_menu';
import { DownloadView } from './ui/results/download_view';
import { FilterBar } from './ui/results/filter/filter_bar';
import { OutagesView } from './ui/results/outages_view';
import { ResultTabs } from './ui/results/result_tabs';
import { ResultView } from './ui/results/result_view';
import { ProgressView } from './ui/run/progress_view';
import { SoFarView } from './ui/run/so_far_view';
import { SourceBar } from './ui/source/source_bar';
import { TableFooter } from './ui/table/footer';
import { ResultTable } from './ui/table/result_table';
import { IssuesView } from './ui/verdict/issues_view';
import { TilesView } from './ui/verdict/tiles_view';
import { VideoDrawer } from './ui/video/video_drawer';

export { DaytallyElement } from './element';

declare global {
  interface HTMLElementTagNameMap {
    'day-tally': DaytallyElement;
  }
}

survivesTranslation();
customElements.define('day-tally-drop-zone', DropZone);
customElements.define('day-tally-source', SourceBar);
customElements.define('day-tally-tiles', TilesView);
customElements.define('day-tally-issues', IssuesView);
customElements.define('day-tally-dataset', DatasetView);
customElements.define('day-tally-problems', ProblemsList);
customElements.define('day-tally-warnings', WarningsView);
customElements.define('day-tally-progress', ProgressView);
customElements.define('day-tally-so-far', SoFarView);
customElements.define('day-tally-failure', FailureView);
customElements.define('day-tally-download', DownloadView);
customElements.define('day-tally-download-menu', DownloadMenu);
customElements.define('day-tally-table-footer', TableFooter);
customElements.define('day-tally-table', ResultTable);
customElements.define('day-tally-filter', FilterBar);
customElements.define('day-tally-result', ResultView);
customElements.define('day-tally-plot', Plot);
customElements.define('day-tally-outages', OutagesView);
customElements.define('day-tally-overview', OverviewView);
customElements.define('day-tally-results', ResultTabs);
customElements.define('day-tally-video', VideoDrawer);
customElements.define('day-tally', DaytallyElement);

/**
 * Lets Lit change text that a translator, such as Chrome's, has replaced. A translator puts a
 * `<font>` in place of a text node. Lit then sets the `data` of that element, which shows nothing,
 * so old numbers stayed on the page.
 */
function survivesTranslation(): void {
  if (typeof HTMLFontElement !== 'function' || 'data' in HTMLFontElement.prototype) return;
  Object.defineProperty(HTMLFontElement.prototype, 'data', {
    configurable: true,
    get: () => undefined,
    set(this: HTMLFontElement, value: unknown) {
      if (isOurs(this)) this.replaceWith(String(value));
      else Object.defineProperty(this, 'data', { value, configurable: true, writable: true });
    },
  });
}

/** Whether an element is in one of Daytally's own elements. */
function isOurs(element: HTMLElement): boolean {
  const root = element.getRootNode();
  return root instanceof ShadowRoot && root.host.localName.startsWith('day-tally');
}
