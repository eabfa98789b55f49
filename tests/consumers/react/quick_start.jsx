import { DayTally } from 'daytally/react';

export function Report({ url, day, onReport, onFailure }) {
  return (
    <DayTally
      src={url}
      endDate={day}
      view="results"
      autorun
      onResult={({ counts, diagnostics }) => onReport(counts.get('gapsDates')?.rows, diagnostics)}
      onError={({ code, message }) => onFailure(code, message)}
    />
  );
}
