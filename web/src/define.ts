import { DaytallyElement } from './element';
import { ColumnDialog } from './ui/column_dialog';
import { DatasetView } from './ui/dataset_view';
import { DownloadMenu } from './ui/download_menu';
import { DownloadView } from './ui/download_view';
import { DropZone } from './ui/drop_zone';
import { FailureView } from './ui/failure_view';
import { FilterBar } from './ui/filter_bar';
import { MappingView } from './ui/mapping_view';
import { OptionsForm } from './ui/options_form';
import { OutagesView } from './ui/outages_view';
import { OverviewView } from './ui/overview_view';
import { Plot } from './ui/plots/plot';
import { ProblemsList } from './ui/problems_list';
import { ProgressView } from './ui/progress_view';
import { ResultTable } from './ui/result_table';
import { ResultTabs } from './ui/result_tabs';
import { ResultView } from './ui/result_view';
import { SoFarView } from './ui/so_far_view';
import { TableFooter } from './ui/table_footer';
import { survivesTranslation } from './ui/translated';
import { WarningsView } from './ui/warnings_view';

export { DaytallyElement } from './element';

declare global {
  interface HTMLElementTagNameMap {
    'day-tally': DaytallyElement;
  }
}

survivesTranslation();
customElements.define('day-tally-drop-zone', DropZone);
customElements.define('day-tally-dataset', DatasetView);
customElements.define('day-tally-problems', ProblemsList);
customElements.define('day-tally-warnings', WarningsView);
customElements.define('day-tally-mapping', MappingView);
customElements.define('day-tally-columns', ColumnDialog);
customElements.define('day-tally-options', OptionsForm);
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
customElements.define('day-tally', DaytallyElement);
