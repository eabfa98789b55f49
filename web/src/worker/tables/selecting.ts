import type { Engine, Entry } from '../../generated/daytally.js';
import { HttpClient } from '../../sources/http/client';
import { readRanges } from '../../sources/ranges';
import type { FileSource } from '../../sources/source';
import type { AddressFile, InputFile, LocalFile, Selected, SelectedTables } from '../../types';
import { entryOf, inFolder, selected } from '../files/entries';
import type { Module } from '../module';
import { AddressFolder } from './address_folder';
import { ChosenFolder, type LogFiles } from './log_files';
import { tables } from './module';

/** Bytes of a log that are passed to the module at once. */
const pieceBytes = 8 * 2 ** 20;
/** Requests for files of a log in flight. */
const requests = 6;
/** The engine's number of the checkpoint that is read. */
const checkpoint = 2 ** 32 - 1;

type Reader = InstanceType<typeof tables.TableReader>;

/** Returns which of some files count, by the logs of the tables among them. */
export async function selectTables(
  wasm: Pick<Module, 'FileSelector'>,
  engine: Engine,
  files: readonly InputFile[],
  log: ReadonlyMap<string, LocalFile>,
  folders: readonly string[],
  version: number | undefined,
): Promise<SelectedTables> {
  const client = new HttpClient(requests);
  const addresses = new Map<string, AddressFile>();
  for (const file of files) if (isAddressFolder(file)) addresses.set(file.path, file);
  const all: (InputFile | undefined)[] = files.filter((file) => !isAddressFolder(file));
  const entries = [
    ...all.flatMap((file) => (file ? entryOf(file) : [])),
    ...folders.map((path) => inFolder(path, undefined)),
    ...[...addresses.keys()].map((path) => inFolder(`${path}_delta_log/`, undefined, path)),
  ];
  all.length = entries.length;
  const local = new Map(log);
  for (const file of files) if ('blob' in file) local.set(file.path, file);
  const roots = new Map<string, LogFiles>();
  const filesOf = (root: string) => {
    const address = addresses.get(root);
    const known =
      roots.get(root) ??
      (address ? new AddressFolder(address, client, version) : new ChosenFolder(root, local));
    roots.set(root, known);
    return known;
  };
  const reader = new tables.TableReader(entries, version);
  try {
    for (let need = reader.logNeed(); need; need = reader.logNeed()) {
      const { kind, root, path } = need;
      if (kind === 'list') reader.logNames(await filesOf(root).names(path));
      else {
        const source = await filesOf(root).open(path);
        if (kind === 'bytes') await pushBytes(reader, source);
        else await pushRows(reader, engine, source);
        reader.logEnd();
      }
    }
    const versions = Array.from(reader.versions());
    for (const root of addresses.keys()) {
      for (const path of reader.addFiles(root)) all.push(filesOf(root).file(path));
    }
    const found = await selectAll(wasm, reader, entries, all, client);
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
      return { ...file, table: { of, ...others, ...(vectorFile && { vectorFile }) } };
    });
    return { ...found, read, versions };
  } finally {
    client.close();
    reader.free();
  }
}

/** Selects the files of the tables, and among the entries beside them. */
async function selectAll(
  wasm: Pick<Module, 'FileSelector'>,
  reader: Reader,
  entries: readonly Entry[],
  all: readonly (InputFile | undefined)[],
  client: HttpClient,
): Promise<Selected> {
  const found = reader.select();
  const listed = found.others.flatMap((at) => entries[at] ?? []);
  const selector = new wasm.FileSelector(listed, 'byLog');
  try {
    const files = found.others.map((at) => all[at]);
    const beside = await selected(selector, files, client);
    return {
      ...beside,
      files: [...found.files, ...beside.files.flatMap((at) => found.others[at] ?? [])],
      skipped: [...found.skipped, ...beside.skipped],
      tables: [...found.tables, ...beside.tables],
    };
  } finally {
    selector.free();
  }
}

function isAddressFolder(file: InputFile): file is AddressFile {
  return 'url' in file && file.path.endsWith('/');
}

async function pushBytes(reader: Reader, source: FileSource): Promise<void> {
  for (let start = 0; start < source.byteLength; start += pieceBytes) {
    const end = Math.min(source.byteLength, start + pieceBytes);
    reader.logPush(new Uint8Array(await source.slice(start, end)));
  }
}

/** Passes the rows of a checkpoint, which the engine decodes. */
async function pushRows(reader: Reader, engine: Engine, source: FileSource): Promise<void> {
  engine.openFile(checkpoint, source.path, source.byteLength, false);
  for (;;) {
    const needs = engine.footerNeeds(checkpoint);
    if (needs.length === 0) break;
    const { parts } = await readRanges(source, needs);
    for (const { start, bytes } of parts) engine.pushFooter(checkpoint, start, bytes);
  }
  const { rowGroups } = engine.footer(checkpoint);
  for (const rowGroup of rowGroups.keys()) {
    const needs = engine.checkpointNeeds(checkpoint, rowGroup);
    const { parts } = await readRanges(source, Float64Array.from(needs));
    for (const { start, bytes } of parts) engine.pushCheckpoint(start, bytes);
    for (;;) {
      const lines = engine.checkpointLines();
      if (lines.length === 0) break;
      reader.logPush(lines);
    }
  }
}
