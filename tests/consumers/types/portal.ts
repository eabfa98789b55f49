import { type DaytallyError, open, type Progress, type Results, type Rows } from 'daytally';
import type { DaytallyElement } from 'daytally/define';
import 'daytally/define';

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
  // @ts-expect-error: not a valid result.
  await results.rows('weekly', 0, 10).catch(({ code }: DaytallyError) => code);
  return results;
}

export function embed(): DaytallyElement {
  const element = document.createElement('day-tally');
  element.workerUrl = '/w.js';
  element.hidden = false;
  // @ts-expect-error: a URL, not a number.
  element.wasmUrl = 3;
  return element;
}
