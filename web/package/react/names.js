/** The properties of the element; a test of the package compares this list with the element's. */
export const properties = [
  'workers',
  'memory',
  'workerUrl',
  'wasmUrl',
  'endDate',
  'runDate',
  'timezone',
  'outageShare',
  'excludeOutages',
  'provider',
  'tab',
  'tabs',
  'view',
  'controls',
  'src',
  'autorun',
  'asFiles',
  'tableVersion',
  'columns',
  'dateFormats',
  'files',
  'linkTo',
];

/** The props of events, and the event of each. */
export const events = {
  onStateChange: 'statechange',
  onProgress: 'progress',
  onResult: 'result',
  onError: 'error',
  onViewChange: 'viewchange',
  onChoose: 'choose',
};
