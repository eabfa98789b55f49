import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { crc32, deflateSync } from 'node:zlib';
import type { BrowserContext, Page } from '@playwright/test';

const folder = join(import.meta.dirname, '..', '..', '..', 'docs', 'states');
const fontsFile = join(folder, 'fonts.json');
/** Whether the screenshots are written instead of compared. */
export const writes = process.env.DAYTALLY_PICTURES === 'write';
/** The number of colours of a stored screenshot. */
const colours = 40;
/** The difference of a colour, from 0 to 255, below which pixels are equal. */
const tolerance = 64;

/** The pixels of a screenshot, four bytes each. */
export interface Pixels {
  readonly width: number;
  readonly height: number;
  readonly data: Buffer;
}

/** Returns the widths of some text, which differ on machines with other fonts. */
export async function fontsOf(page: Page): Promise<string> {
  return await page.evaluate(() => {
    const context = document.createElement('canvas').getContext('2d');
    if (!context) return '';
    const widths = ['14px system-ui, sans-serif', '13px ui-monospace, monospace'].map((font) => {
      context.font = font;
      return context.measureText('Missing data by day, 2023-04-18').width.toFixed(2);
    });
    return widths.join(' ');
  });
}

/** Returns the fonts of the stored screenshots. */
export function storedFonts(): string {
  return existsSync(fontsFile) ? JSON.parse(readFileSync(fontsFile, 'utf8')).fonts : '';
}

export function storeFonts(fonts: string): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(fontsFile, `${JSON.stringify({ fonts }, null, 2)}\n`);
}

/** Returns the path of a stored screenshot. */
export function pictureFile(name: string): string {
  return join(folder, `${name}.png`);
}

/** What `decoder` adds to its page. */
interface Decoder {
  /** Decodes a PNG in base64; `scale` makes it smaller. */
  pixels(png: string, scale: number): Promise<ImageData>;
}

/** Opens an empty page, which has no policy, for `decode` and `difference`. */
export async function decoder(context: BrowserContext): Promise<Page> {
  const blank = await context.newPage();
  await blank.evaluate(() => {
    const pixels: Decoder['pixels'] = async (png, scale) => {
      const bytes = Uint8Array.from(atob(png), (letter) => letter.charCodeAt(0));
      const bitmap = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
      const [width, height] = [bitmap.width, bitmap.height].map((size) => Math.round(size * scale));
      const canvas = new OffscreenCanvas(width ?? 1, height ?? 1);
      const drawn = canvas.getContext('2d');
      if (!drawn) throw new Error('no canvas');
      drawn.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
      return drawn.getImageData(0, 0, canvas.width, canvas.height);
    };
    Object.assign(window, { pixels });
  });
  return blank;
}

/** Returns the pixels of a PNG, which `scale` makes smaller. */
export async function decode(blank: Page, png: Buffer, scale = 1): Promise<Pixels> {
  const { width, height, data } = await blank.evaluate(
    async ([text, scale]) => {
      const { pixels } = window as unknown as Decoder;
      const { width, height, data } = await pixels(text, scale);
      let out = '';
      for (let at = 0; at < data.length; at += 8192) {
        out += String.fromCharCode(...data.subarray(at, at + 8192));
      }
      return { width, height, data: btoa(out) };
    },
    [png.toString('base64'), scale] as const,
  );
  return { width, height, data: Buffer.from(data, 'base64') };
}

/**
 * Returns the share of the pixels in which a screenshot, made smaller by `scale`, differs from a
 * stored one; 1 if the sizes do.
 */
export async function difference(
  blank: Page,
  png: Buffer,
  stored: Buffer,
  scale: number,
): Promise<number> {
  return await blank.evaluate(
    async ([seen, stored, scale, tolerance]) => {
      const { pixels } = window as unknown as Decoder;
      const [a, b] = [await pixels(seen, scale), await pixels(stored, 1)];
      if (a.width !== b.width || a.height !== b.height) return 1;
      const apart = (at: number) => Math.abs((a.data[at] ?? 0) - (b.data[at] ?? 0)) > tolerance;
      let differing = 0;
      for (let at = 0; at < a.data.length; at += 4) {
        if (apart(at) || apart(at + 1) || apart(at + 2)) differing += 1;
      }
      return differing / (a.width * a.height);
    },
    [png.toString('base64'), stored.toString('base64'), scale, tolerance] as const,
  );
}

/** Writes a screenshot as a PNG with a palette of its most frequent colours. */
export function store(file: string, { width, height, data }: Pixels): void {
  const counts = new Map<number, number>();
  for (let at = 0; at < data.length; at += 4) {
    const colour = data.readUIntBE(at, 3);
    counts.set(colour, (counts.get(colour) ?? 0) + 1);
  }
  const palette = [...counts].sort((a, b) => b[1] - a[1]).slice(0, colours);
  const known = palette.map(([colour]) => colour);
  const nearest = new Map(known.map((colour, at) => [colour, at]));
  const lines = Buffer.alloc((width + 1) * height);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const colour = data.readUIntBE((y * width + x) * 4, 3);
      const index = nearest.get(colour) ?? nearestOf(colour, known);
      nearest.set(colour, index);
      lines[y * (width + 1) + 1 + x] = index;
    }
  }
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 3, 0, 0, 0], 8);
  const table = Buffer.alloc(known.length * 3);
  for (const [at, colour] of known.entries()) table.writeUIntBE(colour, at * 3, 3);
  mkdirSync(dirname(file), { recursive: true });
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  const parts = [
    chunk('IHDR', head),
    chunk('PLTE', table),
    chunk('IDAT', deflateSync(lines, { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ];
  writeFileSync(file, Buffer.concat([signature, ...parts]));
}

function nearestOf(colour: number, known: readonly number[]): number {
  const parts = (all: number) => [all >> 16, (all >> 8) & 255, all & 255] as const;
  const [r, g, b] = parts(colour);
  let best = 0;
  let least = Number.POSITIVE_INFINITY;
  for (const [at, other] of known.entries()) {
    const [red, green, blue] = parts(other);
    const distance = (red - r) ** 2 + (green - g) ** 2 + (blue - b) ** 2;
    if (distance < least) [best, least] = [at, distance];
  }
  return best;
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const out = Buffer.alloc(body.length + 8);
  out.writeUInt32BE(data.length, 0);
  body.copy(out, 4);
  out.writeUInt32BE(crc32(body), body.length + 4);
  return out;
}
