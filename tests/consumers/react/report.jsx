import { DayTally } from 'daytally/react';
import { useState } from 'react';

/** A report that follows a date of the portal. */
export function Report() {
  const [day, setDay] = useState('2023-04-18');
  const [found, setFound] = useState('nothing yet');
  return (
    <>
      <button type="button" onClick={() => setDay('2023-04-10')}>
        Earlier
      </button>
      <button type="button" onClick={() => setDay(undefined)}>
        Newest
      </button>
      <button type="button" onClick={() => setDay('2023-04-31')}>
        Impossible
      </button>
      <output>{found}</output>
      <DayTally
        src="views.parquet"
        endDate={day}
        columns={{ viewCount: 'viewCount' }}
        view="results"
        autorun
        onResult={({ counts, diagnostics }) => {
          setFound(`${counts.get('gapsDates').rows} days until ${diagnostics.endDate}`);
        }}
        onError={({ code }) => setFound(code)}
      />
    </>
  );
}
