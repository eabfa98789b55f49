import { DaytallyError, pageCodes } from '../../errors';
import { HttpClient } from '../../sources/http/client';
import type { InputFile, LocalFile, Selected, SelectedTables, TableRule } from '../../types';
import type { Module } from '../module';
import { entryOf, inFolder, metadata, selected } from './entries';
import type { LazyTables } from './lazy_tables';

/** A folder with the log of a table. */
const logFolder = /^(.*\/)?_delta_log\//;

/** Returns which of some files count; `folders` were found beside them and not walked. */
export async function select(
  wasm: Pick<Module, 'FileSelector'>,
  tables: LazyTables,
  files: readonly InputFile[],
  folders: readonly string[],
  rule: TableRule,
  version: number | undefined,
): Promise<Selected | SelectedTables> {
  const log = new Map<string, LocalFile>();
  const noted = new Set(folders);
  const others = files.filter((file) => {
    const [folder] = ('blob' in file && file.inFolder && logFolder.exec(file.path)) || [];
    if (folder === undefined || !('blob' in file)) return true;
    log.set(file.path, file);
    noted.add(folder);
    return false;
  });
  const isTable = version !== undefined || others.some(isOfTable) || log.size > 0;
  if (rule === 'byLog' && isTable) {
    const { selectTables } = await tables.load();
    return await selectTables(wasm, tables.engine(), others, log, [...noted], version);
  }
  if (version !== undefined) {
    throw new DaytallyError(
      pageCodes.invalidOption,
      'tableVersion cannot be used with asFiles. Leave one of them out.',
    );
  }
  const folder = others.find(isAddressFolder);
  if (folder) {
    const why = 'the files at a URL that ends in / are known only by the log of a table';
    throw new DaytallyError(
      pageCodes.noInput,
      `${folder.path} cannot be read: ${why}. Give the URL of each file.`,
    );
  }
  const listed = [...others.map(entryOf), ...[...noted].map((path) => inFolder(path, undefined))];
  const selector = new wasm.FileSelector(listed, rule);
  const client = new HttpClient(1);
  try {
    const found = await selected(selector, others, client);
    if (log.size === 0) return found;
    return { ...found, read: found.files.flatMap((at) => others[at] ?? []), versions: [] };
  } finally {
    client.close();
    selector.free();
  }
}

function isOfTable(file: InputFile): boolean {
  if ('url' in file) return isAddressFolder(file) || metadata.test(new URL(file.url).pathname);
  return file.inFolder === true && metadata.test(file.path);
}

function isAddressFolder(file: InputFile): boolean {
  return 'url' in file && file.path.endsWith('/');
}
