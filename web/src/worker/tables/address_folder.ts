import { DaytallyError, pageCodes } from '../../errors';
import { openAddress } from '../../sources/http/address_source';
import { rangeOf } from '../../sources/http/answer';
import type { HttpClient } from '../../sources/http/client';
import { keep } from '../../sources/http/kept';
import { Passing, refusal } from '../../sources/http/sentences';
import { BlobSource, type FileSource } from '../../sources/source';
import type { AddressFile } from '../../types';
import type { LogFiles } from './log_files';
import { tables } from './module';

/** The files of a table's folder at a URL that ends in `/`, which cannot be listed. */
export class AddressFolder implements LogFiles {
  readonly #root: AddressFile;
  readonly #client: HttpClient;
  readonly #version: number | undefined;
  /** The files of the log that were read to find its names. */
  readonly #read = new Map<string, Blob>();

  constructor(root: AddressFile, client: HttpClient, version: number | undefined) {
    this.#root = root;
    this.#client = client;
    this.#version = version;
  }

  /** Requests the files of the log by their names. */
  async names(folder: string): Promise<string[]> {
    const probe = new tables.LogProbe(this.#root.path, this.#version);
    try {
      for (let needs = probe.needs(); needs.length > 0; needs = probe.needs()) {
        const found = await Promise.all(needs.map((name) => this.#find(`${folder}/${name}`)));
        for (const [at, name] of needs.entries()) {
          const answer = found[at];
          const there = answer instanceof Uint8Array;
          probe.found(name, there ? answer : undefined, answer === 'denied');
        }
      }
      return probe.finish();
    } finally {
      probe.free();
    }
  }

  async open(path: string): Promise<FileSource> {
    const file = this.file(path);
    const blob = this.#read.get(path);
    return blob ? new BlobSource({ path: file.path, blob }) : await openAddress(file, this.#client);
  }

  file(path: string): AddressFile {
    const url = new URL(this.#root.url);
    url.pathname += path.split('/').map(encodeURIComponent).join('/');
    return { path: this.#root.path + path, url: url.href };
  }

  /** Returns the bytes of a file of the log; only the first of one that is Parquet. */
  async #find(path: string): Promise<Uint8Array | 'missing' | 'denied'> {
    const file = this.file(path);
    const whole = !path.endsWith('.parquet');
    try {
      return await this.#client.request(
        file,
        whole ? {} : { range: rangeOf(0, 4) },
        async (response) => {
          const { status } = response;
          if (status === 404 || status === 410) return 'missing';
          if (status === 401 || status === 403) return 'denied';
          if (status !== 200 && (whole || status !== 206)) throw refusal(file, status);
          if (!whole) return new Uint8Array();
          const blob = await keep(file, response);
          this.#read.set(path, blob);
          return new Uint8Array(await blob.arrayBuffer());
        },
      );
    } catch (thrown) {
      if (!(thrown instanceof Passing) || this.#read.size === 0) throw thrown;
      const remedy =
        'A host must send Access-Control-Allow-Origin also with 404 for files that are not there.';
      throw new DaytallyError(pageCodes.io, `${thrown.message} ${remedy}`, thrown.location);
    }
  }
}
