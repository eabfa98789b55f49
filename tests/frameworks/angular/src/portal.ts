import { Component, CUSTOM_ELEMENTS_SCHEMA, signal } from '@angular/core';
import 'daytally/define';
import type { DaytallyEvents } from 'daytally/define';

@Component({
  selector: 'my-portal',
  schemas: [CUSTOM_ELEMENTS_SCHEMA],
  template: `
    <h1>A portal</h1>
    <button type="button" (click)="day.set('2023-04-10')">Earlier</button>
    <output>{{ found() }}</output>
    <day-tally src="views.parquet" [endDate]="day()" view="results" autorun (result)="show($event)" />
  `,
})
export class Portal {
  readonly day = signal('2023-04-18');
  readonly found = signal('nothing yet');

  show({ detail: { counts, diagnostics } }: DaytallyEvents['result']): void {
    this.found.set(`${counts.get('gapsDates')?.rows} days until ${diagnostics.endDate}`);
  }
}

// @ts-expect-error: no such field.
export const wrong = ({ detail }: DaytallyEvents['result']) => detail.rows;
