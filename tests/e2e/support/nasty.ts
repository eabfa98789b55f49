import type { Page } from '@playwright/test';
import { parquetWriteBuffer } from 'hyparquet-writer';

/** Texts that attack pages which treat text as markup, script, paths or formulas. */
export const nasty = [
  '<img src=x onerror="window.ran=1">',
  '"><svg onload=window.ran=1>',
  '<script>window.ran=1</script>',
  'javascript:window.ran=1',
  '{{window.ran=1}}',
  "=cmd|' /C calc'!A0",
  '@SUM(1+1)*cmd',
  '../../etc/passwd',
  '\u202egpj.exe',
  'constructor',
  '__proto__',
];

const day = (number: number) => new Date(number * 86_400_000);

/** Returns a file with nasty ids, days, other columns and metadata. */
export function nastyFile(): Buffer {
  const rows = nasty.length * 3;
  const each = <T>(value: (row: number) => T) => Array.from({ length: rows }, (_, i) => value(i));
  const text = (row: number) => nasty[row % nasty.length] as string;
  const columns = [
    { name: 'channel_id', data: each((row) => `${text(row + 1)}`) },
    { name: 'video_id', data: each(text) },
    { name: 'created_date', data: each(() => day(19_000)), type: 'DATE' as const },
    // Some values are not valid days.
    { name: 'date', data: each((row) => (row % 4 === 1 ? text(row) : '2022-01-12')) },
    { name: 'viewCount', data: each((row) => String(row * 1000)) },
    ...nasty.map((name) => ({ name, data: each(text) })),
  ];
  return Buffer.from(
    parquetWriteBuffer({
      schema: [
        { name: 'root', num_children: columns.length },
        ...columns.map(({ name, ...rest }) => ({
          name,
          repetition_type: 'OPTIONAL' as const,
          ...('type' in rest
            ? { type: 'INT32' as const, converted_type: 'DATE' as const }
            : { type: 'BYTE_ARRAY' as const, converted_type: 'UTF8' as const }),
        })),
      ],
      columnData: columns.map(({ name, data }) => ({ name, data })),
      kvMetadata: nasty.map((key) => ({ key, value: key })),
    }),
  );
}

/** Returns elements that no view creates, in all shadow roots, and whether a script has run. */
export async function made(page: Page): Promise<string[]> {
  return await page.evaluate(() => {
    const found: string[] = [];
    const look = (root: ParentNode) => {
      for (const element of root.querySelectorAll('*')) {
        const odd = element.matches('img, script, iframe, object, embed, a[href^="javascript:"]');
        const own = element.matches('head script');
        const handled = [...element.attributes].some(({ name }) => /^on/.test(name));
        if ((odd && !own) || handled) found.push(element.outerHTML);
        if (element.shadowRoot) look(element.shadowRoot);
      }
    };
    look(document);
    if ('ran' in window) found.push('a script ran');
    return found;
  });
}
