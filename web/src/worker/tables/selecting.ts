import type { Engine, Entry } from '../../generated/daytally.js';
import type { HttpClient } from '../../sources/http/client';
import type { FileSource } from '../../sources/source';
import type { InputFile, Selected, SelectedTables, TableVersion, UrlFile } from '../../types';
import { entryOf, inFolder, selected } from '../files/entries';
import type { Module } from '../module';
import { readDeletes } from './deletes';
import { ChosenFolder, type LogFiles } from './log_files';
import { LogRows } from './log_rows';
import { tables } from './module';
import { isFolder, UrlFolder } from './url_folder';
import { datedVersions } from './versions';

/** Bytes of a log that are passed to the module at once. */
const pieceBytes = 8 * 2 ** 20;

type Reader = InstanceType<typeof tables.TableReader>;

/** Returns which of some files count, by the logs of the tables among them. */
export async function selectTables(
  wasm: Pick<Module, 'FileSelector'>,
  engine: Engine,
  client: HttpClient,
  files: readonly InputFile[],
  log: ReadonlyMap<string, InputFile>,
  folders: readonly string[],
  given: number | string | undefined,
): Promise<SelectedTables> {
  const version = given === undefined ? undefined : BigInt(given);
  const byUrl = new Map<string, UrlFolder>();
  const marks: Entry[] = [];
  for (const file of files.filter(isUrlFolder)) {
    const folder = new UrlFolder(file, client, version);
    byUrl.set(folder.path, folder);
    marks.push(inFolder(folder.path + (await folder.find()), undefined, folder.path));
  }
  const all: (InputFile | undefined)[] = files.filter((file) => !isUrlFolder(file));
  const entries = [
    ...all.flatMap((file) => (file ? entryOf(file) : [])),
    ...folders.map((path) => inFolder(path, undefined)),
    ...marks,
  ];
  all.length = entries.length;
  const local = new Map(log);
  for (const file of files) if ('blob' in file || file.inFolder) local.set(file.path, file);
  const roots = new Map<string, LogFiles>();
  const filesOf = (root: string) => {
    const known = byUrl.get(root) ?? roots.get(root) ?? new ChosenFolder(root, local, client);
    roots.set(root, known);
    return known;
  };
  const reader = new tables.TableReader(entries, version);
  let versions: Promise<TableVersion[]> | undefined;
  try {
    for (let need = reader.logNeed(); need; need = reader.logNeed()) {
      const { kind, root, path } = need;
      if (kind === 'list') {
        const log = filesOf(root);
        const names = await log.names(path);
        reader.logNames(names);
        // Reads the times during the replay. With several tables, none has a menu of versions.
        versions = datedVersions(reader.versions(), log, path, names);
      } else {
        const source = await filesOf(root).open(path);
        if (kind === 'bytes') await pushBytes(reader, source);
        else {
          const checkpoint = await LogRows.open(engine, source);
          await checkpoint.read((lines) => reader.logPush(lines));
        }
        reader.logEnd();
      }
    }
    for (const root of byUrl.keys()) {
      for (const path of reader.addFiles(root)) all.push(filesOf(root).file(path));
    }
    const chosen = reader.select();
    await readDeletes(reader, engine, filesOf);
    const found = await selectBeside(wasm, chosen, reader, entries, all, client);
    const columns = new Map<number, { readonly columns: string }>();
    const read = found.files.map((entry): InputFile => {
      const file = all[entry];
      if (!file) throw new Error(`no file has the number ${entry}`);
      const part = reader.part(entry);
      if (!part) return file;
      const { table, vectorPath, ...others } = part;
      const of = columns.get(table) ?? { columns: reader.columns(table) };
      columns.set(table, of);
      const vectorFile = vectorPath && filesOf(reader.root(table)).file(vectorPath);
      const rows = others.lastDeleted === undefined ? undefined : reader.deletedRows(entry);
      const given = { of, ...others, ...(vectorFile && { vectorFile }), ...(rows && { rows }) };
      return { ...file, table: given };
    });
    const listed = (await versions) ?? [];
    const snapshots = reader.snapshots();
    const notes = [...roots.values()].flatMap(({ note }) => note ?? []);
    return {
      ...found,
      read,
      notes: [...found.notes, ...notes],
      versions: snapshots.length > 0 ? snapshots : listed,
    };
  } finally {
    reader.free();
  }
}

/** Adds the files that count among the entries beside the tables. */
async function selectBeside(
  wasm: Pick<Module, 'FileSelector'>,
  found: ReturnType<Reader['select']>,
  reader: Reader,
  entries: readonly Entry[],
  all: readonly (InputFile | undefined)[],
  client: HttpClient,
): Promise<Selected> {
  const listed = found.others.flatMap((at) => entries[at] ?? []);
  const selector = new wasm.FileSelector(listed, 'byLog');
  try {
    const files = found.others.map((at) => all[at]);
    const beside = await selected(selector, files, client);
    return {
      ...beside,
      files: [...found.files, ...beside.files.flatMap((at) => found.others[at] ?? [])],
      skipped: [...found.skipped, ...beside.skipped],
      tables: [...reader.tables(), ...beside.tables],
    };
  } finally {
    selector.free();
  }
}

function isUrlFolder(file: InputFile): file is UrlFile {
  return 'url' in file && !file.inFolder && isFolder(file);
}

async function pushBytes(reader: Reader, source: FileSource): Promise<void> {
  for (let start = 0; start < source.byteLength; start += pieceBytes) {
    const end = Math.min(source.byteLength, start + pieceBytes);
    reader.logPush(new Uint8Array(await source.slice(start, end)));
  }
}
