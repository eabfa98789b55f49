'use client';
import { DayTally, type DayTallyProps } from 'daytally/react';

export function Report(props: DayTallyProps) {
  return <DayTally src="/views.parquet" view="results" autorun {...props} />;
}
