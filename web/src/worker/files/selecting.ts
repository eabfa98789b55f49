import { DaytallyError, pageCodes } from '../../errors';
import { requestsOfAll } from '../../sources/http/bounds';
import { HttpClient } from '../../sources/http/client';
import type { InputFile, Selected, SelectedTables, TableRule } from '../../types';
import type { Module } from '../module';
import { entryOf, inFolder, metadata, selected } from './entries';
import type { LazyStores } from './lazy_stores';
import type { LazyTables } from './lazy_tables';

/** A folder with the log of a table. */
const logFolder = /^(.*\/)?_delta_log\//;

/** A URL that ends in `/`, is that of a bucket, or lists one. */
const place = /^(?!https?:)|^[^?#]*\/(?:[?#]|$)|[?&]list-type=2/;

/** Returns which of some files count; `folders` were found beside them and not walked. */
export async function select(
  wasm: Pick<Module, 'FileSelector'>,
  tables: LazyTables,
  stores: LazyStores,
  given: readonly InputFile[],
  folders: readonly string[],
  rule: TableRule,
  version: number | string | undefined,
): Promise<Selected | SelectedTables> {
  const client = new HttpClient(requestsOfAll, { stores });
  try {
    if (!given.some((file) => 'url' in file && place.test(file.url))) {
      return await selectFound(wasm, tables, client, given, folders, rule, version);
    }
    const { listed } = await stores.load();
    const { files, folders: noted } = await listed(given, folders, client, rule);
    const found = await selectFound(wasm, tables, client, files, noted, rule, version);
    return { read: found.files.flatMap((at) => files[at] ?? []), versions: [], ...found };
  } finally {
    client.close();
  }
}

async function selectFound(
  wasm: Pick<Module, 'FileSelector'>,
  tables: LazyTables,
  client: HttpClient,
  files: readonly InputFile[],
  folders: readonly string[],
  rule: TableRule,
  version: number | string | undefined,
): Promise<Selected | SelectedTables> {
  const log = new Map<string, InputFile>();
  const noted = new Set(folders);
  const others = files.filter((file) => {
    const [folder] = (file.inFolder && logFolder.exec(file.path)) || [];
    if (folder === undefined) return true;
    log.set(file.path, file);
    noted.add(folder);
    return false;
  });
  const isTable = version !== undefined || others.some(isOfTable) || log.size > 0;
  if (rule === 'byLog' && isTable) {
    const { selectTables } = await tables.load();
    return await selectTables(wasm, tables.engine(), client, others, log, [...noted], version);
  }
  if (version !== undefined) {
    throw new DaytallyError(
      pageCodes.invalidOption,
      'tableVersion cannot be used with asFiles. Leave one of them out.',
    );
  }
  const folder = others.find(isUrlFolder);
  if (folder) {
    const why = 'the files at a URL that ends in / are known only by the log of a table';
    throw new DaytallyError(
      pageCodes.noInput,
      `${folder.path} cannot be read: ${why}. Give the URL of each file.`,
    );
  }
  const listed = [...others.map(entryOf), ...[...noted].map((path) => inFolder(path, undefined))];
  const selector = new wasm.FileSelector(listed, rule);
  try {
    const found = await selected(selector, others, client);
    if (log.size === 0) return found;
    return { ...found, read: found.files.flatMap((at) => others[at] ?? []), versions: [] };
  } finally {
    selector.free();
  }
}

function isOfTable(file: InputFile): boolean {
  if (file.inFolder || 'blob' in file) return file.inFolder === true && metadata.test(file.path);
  return isUrlFolder(file) || metadata.test(new URL(file.url).pathname);
}

function isUrlFolder(file: InputFile): boolean {
  return 'url' in file && file.path.endsWith('/');
}
