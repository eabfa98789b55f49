import { DaytallyError, pageCodes } from '../errors';
import { type Source as LocalSource, selectGiven } from '../sources/selection/given';
import { absoluteUrl, selectUrls } from '../sources/selection/urls';
import type { Selection } from '../types';

/**
 * A file or a folder: in memory, on disk, at a URL (relative to the page), or the answer of a
 * `fetch`.
 */
export type Source = LocalSource | string | URL | Response | ArrayBuffer | ArrayBufferView;

/**
 * Everything to open: one source, several such as a `FileList`, or the selection of a drop or
 * picker.
 */
export type Sources = Source | Iterable<Source> | Selection;

/**
 * Makes a selection of a program's sources.
 *
 * Rejects with a DaytallyError of code `invalid_option` for an invalid source, or `io` for one that
 * cannot be read.
 */
export async function selectSources(sources: Sources): Promise<Selection> {
  const all = listOf(sources);
  if (!all) return await selectGiven(sources as Selection);
  const urls = all.flatMap((source, at) => (isUrl(source) ? [absolute(source, at)] : []));
  // All at once, so that each gets its own path.
  const { files: byUrl, ignored } = selectUrls(urls);
  const local = await Promise.all(
    all.filter((source) => !isUrl(source)).map((source) => localOf(source)),
  );
  const found = await selectGiven(local as LocalSource[]);
  return {
    ...found,
    files: [...byUrl, ...found.files],
    ignored: [...ignored, ...found.ignored],
  };
}

/** Returns the sources as a list; undefined for a selection, or a value that cannot be read. */
function listOf(sources: unknown): readonly unknown[] | undefined {
  if (typeof sources === 'string' || isBytes(sources)) return [sources];
  if (typeof sources !== 'object' || sources === null) return undefined;
  if ('files' in sources && 'ignored' in sources) return undefined;
  return Symbol.iterator in sources ? [...(sources as Iterable<unknown>)] : [sources];
}

function isUrl(source: unknown): source is string | URL {
  return typeof source === 'string' || source instanceof URL;
}

function isBytes(source: unknown): source is ArrayBuffer | ArrayBufferView<ArrayBuffer> {
  return source instanceof ArrayBuffer || ArrayBuffer.isView(source);
}

/** Returns the whole URL of a source, as the page would resolve it. */
function absolute(source: string | URL, at: number): string {
  const text = String(source);
  const whole = absoluteUrl(text);
  try {
    selectUrls([whole]);
    return whole;
  } catch (thrown) {
    const reason = DaytallyError.from(thrown).message.replace(/^URL 1: /, '');
    const message = `Source ${at + 1}, ${JSON.stringify(text.replace(/\?.*/s, ''))}, can't be read. ${reason}`;
    throw new DaytallyError(pageCodes.invalidOption, message);
  }
}

async function localOf(source: unknown): Promise<unknown> {
  if (isBytes(source)) return new Blob([source]);
  return source instanceof Response ? await fileOf(source) : source;
}

/** Returns the body of a response as a file, which is named after its URL. */
async function fileOf(response: Response): Promise<File> {
  const { ok, status, url } = response;
  const path = URL.canParse(url) ? new URL(url).pathname : '';
  const name = path.split('/').at(-1) || 'response.parquet';
  if (!ok) {
    const message = `${name}: the server answered ${status || 'nothing that this page may read'}.`;
    throw new DaytallyError(pageCodes.io, message, { file: name });
  }
  try {
    return new File([await response.blob()], name);
  } catch (thrown) {
    const reason = thrown instanceof Error ? thrown.message : String(thrown);
    const message = `${name}: the response can't be read (${reason}).`;
    throw new DaytallyError(pageCodes.io, message, { file: name });
  }
}
