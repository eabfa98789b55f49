/// <reference types="daytally/jsx" />
import { define } from 'daytally/element';
import { connect, type DaytallyFrame } from 'daytally/frame';
import { DayTally, type DayTallyProps } from 'daytally/react';
import type {} from 'daytally/svelte';
import { isDaytally } from 'daytally/vue';
import type { SvelteHTMLElements } from 'svelte/elements';
import type { GlobalComponents } from 'vue';

define({ tag: 'acme-tally' });
// @ts-expect-error: no such option.
define({ name: 'acme-tally' });

export function report(files: File[], day: string | undefined) {
  return (
    <>
      <DayTally
        files={files}
        endDate={day}
        view="results"
        className="report"
        aria-label="Report"
        autorun
        onResult={({ counts }) => console.log(counts.get('monthly'))}
        onError={({ code, problems }) => console.warn(code, problems?.length)}
      />
      {/* @ts-expect-error: a misspelt property. */}
      <DayTally enddate="2023-04-18" />
      {/* @ts-expect-error: no such view. */}
      <DayTally view="tables" />
      {/* @ts-expect-error: no such field. */}
      <DayTally onResult={({ rows }) => rows} />
      <day-tally end-date="2023-04-18" onresult={({ detail }) => console.log(detail.counts)} />
      <day-tally endDate={undefined} tab="gaps" className="report" />
      {/* @ts-expect-error: a number. */}
      <day-tally workers="two" />
    </>
  );
}

export const props: DayTallyProps = { src: 'views.parquet', columns: { viewCount: null } };

type VueProps = InstanceType<GlobalComponents['day-tally']>['$props'];
export const inVue: VueProps = { endDate: '2023-04-18', onResult: ({ detail }) => detail.counts };
// @ts-expect-error: no such view.
export const wrongInVue: VueProps = { view: 'tables' };

type SvelteProps = SvelteHTMLElements['day-tally'];
export const inSvelte: SvelteProps = {
  endDate: undefined,
  onresult: ({ detail }) => detail.counts,
};
// @ts-expect-error: a number.
export const wrongInSvelte: SvelteProps = { workers: 'two' };
export const known: boolean = isDaytally('day-tally');

export async function framed(frame: HTMLIFrameElement, file: File): Promise<DaytallyFrame> {
  const data = await connect(frame, 'https://daytally.example', { onHeight: (px) => px.toFixed() });
  const { plan } = await data.open([file, 'views.parquet'], { omitRoles: ['viewCount'] });
  const results = await data.analyze({ endDate: '2023-04-18' });
  const sort = { column: 'days', descending: true };
  const batches = results.batches('gapsRanges', { sort, filter: { id: 'UC' } });
  for await (const bytes of batches) console.log(bytes.length, plan.rows);
  const stream: ReadableStream<Uint8Array> = results.stream('gapsRanges', 'csv', { sort });
  console.log(stream, (await results.overview()).months.length);
  // @ts-expect-error: no such format.
  results.stream('gapsRanges', 'xlsx');
  return data;
}
