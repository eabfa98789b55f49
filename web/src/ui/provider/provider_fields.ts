/** The input for the provider of the snapshot; '' if empty. */
export interface ProviderFields {
  readonly name: 'none' | 'simulator' | 'youtube' | 'http' | 'callback';
  /** The URL of a service, or one in place of Google's for the YouTube Data API. */
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
