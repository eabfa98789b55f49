import { linkSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import type { DaytallyElement } from '../../../web/src/element';

/** Returns the sample data that the page generates. */
export async function sampleBytes(page: Page): Promise<Buffer> {
  const text = await page.evaluate(async () => {
    const { analyzer } = document.querySelector<DaytallyElement>('day-tally') as DaytallyElement;
    const { blob } = await analyzer.sampleFile();
    const bytes = new Uint8Array(await blob.arrayBuffer());
    return Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
  });
  return Buffer.from(text, 'latin1');
}

/** Makes a folder of files that are all the sample; `remove` deletes it. */
export function folderOf(sample: Buffer, files: number): { path: string; remove: () => void } {
  const root = mkdtempSync(join(tmpdir(), 'daytally-e2e-'));
  const path = join(root, 'many');
  mkdirSync(path);
  const first = join(path, 'part-0.parquet');
  writeFileSync(first, sample);
  for (let i = 1; i < files; i += 1) linkSync(first, join(path, `part-${i}.parquet`));
  return { path, remove: () => rmSync(root, { recursive: true }) };
}
