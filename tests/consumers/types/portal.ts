import {
  type DaytallyError,
  type ErrorCode,
  type Filter,
  open,
  type Progress,
  type Results,
  type Rows,
  type Sort,
} from 'daytally';
import type { DaytallyElement } from 'daytally/define';
import 'daytally/define';

const filter: Filter = { id: 'UC' };
const sort: Sort = { column: 'video_id', descending: true };

export async function report(files: FileList, to: FileSystemWritableFileStream): Promise<Results> {
  const abort = new AbortController();
  const onProgress = (progress: Progress): void => {
    if (progress.phase === 'scanning') console.log(progress.rows / progress.totalRows);
  };
  await using data = await open(files, { workerUrl: '/w.js', wasmUrl: new URL('https://a.b/') });
  const results = await data.analyze({ endDate: '2023-04-18', signal: abort.signal, onProgress });
  const rows: Rows = await results.rows('monthly', 0, 10);
  const arrow: Uint8Array = await results.arrow('gapsRanges', 0, 10);
  console.log(rows.rows[0]?.[0], arrow.length, data.dataset.plan.rows);
  await results.export('monthly', 'parquet', to, { signal: abort.signal });
  for await (const bytes of results.batches('monthly', { filter, sort })) console.log(bytes.length);
  console.log(new Response(results.stream('monthly', 'csv')));
  // @ts-expect-error: not a valid result.
  await results.rows('weekly', 0, 10).catch(({ code }: DaytallyError) => code);
  return results;
}

export async function opens(): Promise<void> {
  await open('/data/views.parquet');
  await open([new URL('https://data.example/a.parquet'), await fetch('/b.parquet')]);
  await open(new ArrayBuffer(8));
  // @ts-expect-error: no source.
  await open(3);
}

export function remedy({ code }: DaytallyError): ErrorCode | undefined {
  // @ts-expect-error: a misspelt code.
  if (code === 'no_inputs') return undefined;
  return code === 'no_input' ? code : undefined;
}

export async function embed(): Promise<DaytallyElement> {
  const element = document.createElement('day-tally');
  element.workerUrl = '/w.js';
  element.hidden = false;
  // @ts-expect-error: a URL, not a number.
  element.wasmUrl = 3;
  // @ts-expect-error: a misspelt property.
  element.enddate = '2023-04-18';
  element.addEventListener('result', ({ detail }) => console.log(detail.counts.get('monthly')));
  element.addEventListener('error', ({ detail }) => console.log(detail.code, detail.problems));
  element.addEventListener('progress', ({ detail }) => console.log(detail.rows));
  element.addEventListener('statechange', ({ detail }) => console.log(detail.phase));
  element.addEventListener('click', ({ clientX }) => console.log(clientX));
  // @ts-expect-error: no such field.
  element.addEventListener('result', ({ detail }) => console.log(detail.rows));
  await element.open('/data/views.parquet');
  const results: Results = await element.run();
  console.log(results === element.results, element.stale);
  return element;
}
