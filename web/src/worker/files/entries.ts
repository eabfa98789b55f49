import type { HttpClient } from '../../sources/http/client';
import { openUrl } from '../../sources/http/url_source';
import { BlobSource, type FileSource } from '../../sources/source';
import type { InputFile, Selected } from '../../types';
import type { Module } from '../module';

/** Files that are read at the same time. */
const atOnce = 64;

/** A file with the metadata of an Iceberg table. */
export const metadata = /(^|\/)metadata\/([^/]+\.(metadata\.json(\.gz)?|avro)|version-hint\.text)$/;

/** Decides which files count. */
type Selector = Pick<InstanceType<Module['FileSelector']>, 'needs' | 'push' | 'finish'>;

/** Reads what a selector needs of the files of its entries. */
export async function selected(
  selector: Selector,
  files: readonly (InputFile | undefined)[],
  client: HttpClient,
): Promise<Selected> {
  for (let needs = selector.needs(); needs.length > 0; needs = selector.needs()) {
    for (let i = 0; i < needs.length; i += atOnce) {
      const some = needs.slice(i, i + atOnce);
      const read = await Promise.all(
        some.map(async ({ entry, start, end }) => {
          const file = files[entry];
          if (!file) throw new Error(`no file has the number ${entry}`);
          const source = await sourceOf(file, client);
          return new Uint8Array(await source.slice(start, end || source.byteLength));
        }),
      );
      some.forEach(({ entry }, at) => {
        selector.push(entry, read[at] ?? new Uint8Array());
      });
    }
  }
  return selector.finish();
}

export function entryOf(file: InputFile) {
  const bytes = 'blob' in file ? file.blob.size : file.version?.byteLength;
  if (file.inFolder) return inFolder(file.path, bytes);
  const entry = { path: file.path, outside: 0, reach: 'given' as const };
  return bytes === undefined ? entry : { ...entry, bytes };
}

/** Returns the entry of what is in a chosen folder, by default the first of its path. */
export function inFolder(
  path: string,
  bytes: number | undefined,
  root = path.slice(0, path.indexOf('/') + 1),
) {
  const outside = new TextEncoder().encode(root).length;
  const entry = { path, outside, reach: 'inFolder' as const };
  return bytes === undefined ? entry : { ...entry, bytes };
}

export async function sourceOf(file: InputFile, client: HttpClient): Promise<FileSource> {
  return 'blob' in file ? new BlobSource(file) : await openUrl(file, client);
}
