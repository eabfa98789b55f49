import { CalendarView } from './calendar/calendar_view';
import { ChannelsView } from './channels/channels_view';
import { HeatView } from './channels/heat_view';
import { OverviewView } from './charts/overview_view';
import { Plot } from './charts/plot';
import { defineOnce } from './define_once';
import { DiagnosticsView } from './diagnostics/diagnostics_view';
import { IssueFiles } from './diagnostics/issue_files';
import { DatasetView } from './files/dataset_view';
import { FailureView } from './messages/failure_view';
import { ProblemsList } from './messages/problems_list';
import { WarningsView } from './messages/warnings_view';
import { FetchView } from './provider/fetch_view';
import { ProviderForm } from './provider/provider_form';
import { DownloadMenu } from './results/download_menu';
import { DownloadView } from './results/download_view';
import { FilterBar } from './results/filter/filter_bar';
import { OutagesView } from './results/outages_view';
import { ResultTabs } from './results/result_tabs';
import { ResultView } from './results/result_view';
import { ProgressView } from './run/progress_view';
import { SoFarView } from './run/so_far_view';
import { OptionsForm } from './setup/options_form';
import { PreviewView } from './setup/preview_view';
import { SparkView } from './setup/spark_view';
import { SourceBar } from './source/source_bar';
import { TableFooter } from './table/footer';
import { ResultTable } from './table/result_table';
import { IssuesView } from './verdict/issues_view';
import { TilesView } from './verdict/tiles_view';
import { VideoDrawer } from './video/video_drawer';
import { VideoViewsView } from './video/video_views';

// The views of opened data and of its results, which are loaded when data is opened.
const views = {
  fetching: FetchView,
  calendar: CalendarView,
  channels: ChannelsView,
  dataset: DatasetView,
  diagnostics: DiagnosticsView,
  download: DownloadView,
  'download-menu': DownloadMenu,
  failure: FailureView,
  filter: FilterBar,
  heat: HeatView,
  issues: IssuesView,
  'issue-files': IssueFiles,
  options: OptionsForm,
  outages: OutagesView,
  overview: OverviewView,
  plot: Plot,
  preview: PreviewView,
  problems: ProblemsList,
  progress: ProgressView,
  provider: ProviderForm,
  result: ResultView,
  results: ResultTabs,
  'so-far': SoFarView,
  source: SourceBar,
  spark: SparkView,
  table: ResultTable,
  'table-footer': TableFooter,
  tiles: TilesView,
  video: VideoDrawer,
  'video-views': VideoViewsView,
  warnings: WarningsView,
};

for (const [name, view] of Object.entries(views)) {
  defineOnce(`day-tally-${name}`, view);
}
