import { openAddress } from '../../sources/http/address_source';
import { HttpClient } from '../../sources/http/client';
import { BlobSource, type FileSource } from '../../sources/source';
import type { InputFile, Selected, TableRule } from '../../types';
import type { Module } from '../module';

/** Files of which some bytes are read at once. */
const atOnce = 64;

/** Returns which of some files count; `folders` were found beside them and not walked. */
export async function select(
  wasm: Pick<Module, 'FileSelector'>,
  files: readonly InputFile[],
  folders: readonly string[],
  rule: TableRule,
): Promise<Selected> {
  const listed = [...files.map(entryOf), ...folders.map((path) => inFolder(path, undefined))];
  const selector = new wasm.FileSelector(listed, rule);
  const client = new HttpClient(1);
  try {
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
  } finally {
    client.close();
    selector.free();
  }
}

function entryOf(file: InputFile) {
  if ('blob' in file && file.inFolder) return inFolder(file.path, file.blob.size);
  const bytes = 'blob' in file ? file.blob.size : file.version?.byteLength;
  const entry = { path: file.path, outside: 0, reach: 'given' as const };
  return bytes === undefined ? entry : { ...entry, bytes };
}

function inFolder(path: string, bytes: number | undefined) {
  const root = path.slice(0, path.indexOf('/') + 1);
  const outside = new TextEncoder().encode(root).length;
  const entry = { path, outside, reach: 'inFolder' as const };
  return bytes === undefined ? entry : { ...entry, bytes };
}

async function sourceOf(file: InputFile, client: HttpClient): Promise<FileSource> {
  return 'blob' in file ? new BlobSource(file) : await openAddress(file, client);
}
