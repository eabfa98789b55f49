/** What was entered of who is asked for the snapshot; '' where nothing was. */
export interface ProviderFields {
  readonly name: 'none' | 'simulator' | 'youtube' | 'http' | 'callback';
  /** The address: of a service, or of the YouTube Data API where it is not Google's own. */
  readonly url: string;
  readonly key: string;
  readonly method: 'list' | 'batchGetStats';
  /** Headers, one per line: `Name: value`. */
  readonly headers: string;
  readonly batchSize: string;
  readonly concurrency: string;
  readonly perSecond: string;
  readonly dailyUnits: string;
}

export const noFields: ProviderFields = {
  name: 'none',
  url: '',
  key: '',
  method: 'list',
  headers: '',
  batchSize: '',
  concurrency: '',
  perSecond: '',
  dailyUnits: '',
};
