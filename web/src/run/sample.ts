import { cancelled } from '../errors';
import type { Pool } from '../pool';
import type { LocalFile } from '../types';

/** Has a worker of its own make a small Parquet file. */
export async function sampleFile(pool: Pool): Promise<LocalFile> {
  const maker = await pool.extra();
  try {
    const bytes = await maker.call('sampleFile');
    return { path: 'sample.parquet', blob: new File([new Uint8Array(bytes)], 'sample.parquet') };
  } finally {
    maker.end(cancelled());
  }
}
