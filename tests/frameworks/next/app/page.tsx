'use client';
import type { DayTallyProps } from 'daytally/react';
import { useState } from 'react';
import { Report } from './report';

// @ts-expect-error: no such field.
const wrong: DayTallyProps['onResult'] = ({ rows }) => rows;
void wrong;

export default function Page() {
  const [day, setDay] = useState('2023-04-18');
  const [found, setFound] = useState('nothing yet');
  return (
    <main>
      <h1>A portal</h1>
      <button type="button" onClick={() => setDay('2023-04-10')}>
        Earlier
      </button>
      <output>{found}</output>
      <Report
        endDate={day}
        onResult={({ counts, diagnostics }) =>
          setFound(`${counts.get('gapsDates')?.rows} days until ${diagnostics.endDate}`)
        }
      />
    </main>
  );
}
