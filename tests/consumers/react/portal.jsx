import { useState } from 'react';
import { Report } from './quick_start.jsx';

/** A portal whose report follows a date. */
export function Portal() {
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
      <Report
        url="views.parquet"
        day={day}
        onReport={(days, { endDate }) => setFound(`${days} days until ${endDate}`)}
        onFailure={setFound}
      />
    </>
  );
}
