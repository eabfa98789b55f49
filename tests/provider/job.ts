import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command, daytally, type Exit } from './command';
import { countOf } from './server/counts';
import type { ServerOptions } from './server/options';
import { ProviderServer } from './server/server';

const runDate = '2026-11-20';

/** A row of a snapshot. */
export interface Row {
  channel: string;
  id: string;
  created: string;
  date: string;
  views: string;
}

/** Generates a dataset with one row per video. */
export async function makeDataset(path: string, videos: number): Promise<void> {
  const args = ['generate', '--rows', `${videos}`, '--avg-days', '1', '-o', path];
  const { code, stderr } = await daytally(args);
  if (code !== 0) throw new Error(stderr);
}

const jobs: Job[] = [];

/** Stops the servers and deletes the folders of all jobs of a test file. */
export async function endJobs(): Promise<void> {
  for (const { server, folder } of jobs.splice(0)) {
    await server.close();
    rmSync(folder, { recursive: true });
  }
}

/** A snapshot of a dataset, with its own server and its own folder. */
export class Job {
  readonly server: ProviderServer;
  readonly folder = mkdtempSync(join(tmpdir(), 'daytally-provider-'));
  readonly output = join(this.folder, 'out.csv');
  readonly ledger = join(this.folder, 'out.csv.ledger');
  readonly #dataset: string;

  private constructor(server: ProviderServer, dataset: string) {
    this.server = server;
    this.#dataset = dataset;
  }

  /** Starts a server; `endJobs` stops it. */
  static async start(dataset: string, options: Partial<ServerOptions> = {}): Promise<Job> {
    const job = new Job(await ProviderServer.start(options), dataset);
    jobs.push(job);
    return job;
  }

  /** Starts the command with further arguments. */
  begin(provider: 'youtube' | 'http', more: readonly string[] = [], key = 'good-key'): Command {
    const url = provider === 'youtube' ? this.server.youtube : this.server.views;
    const dated = more.some((arg) => arg === '--run-date') ? [] : ['--run-date', runDate];
    const fetched = ['--provider', provider, '--provider-url', url, ...dated, ...more];
    const args = ['snapshot', this.#dataset, ...fetched, '-o', this.output];
    return new Command(args, { DAYTALLY_YOUTUBE_KEY: key });
  }

  /** Runs the command until it exits. */
  async run(
    provider: 'youtube' | 'http',
    more: readonly string[] = [],
    key?: string,
  ): Promise<Exit> {
    return await this.begin(provider, more, key).exit;
  }

  /** The bytes of the output. */
  get bytes(): Buffer {
    return readFileSync(this.output);
  }

  /** The rows of the output. */
  get rows(): Row[] {
    return readRows(this.output);
  }

  /** The ids whose answers are in complete lines of the ledger. */
  get known(): Set<string> {
    if (!this.hasLedger) return new Set();
    const lines = readFileSync(this.ledger, 'utf8').split('\n').slice(1, -1);
    return new Set(
      lines.flatMap((line) => {
        const { answers = {}, absent = [] } = JSON.parse(line);
        return [...Object.keys(answers), ...absent];
      }),
    );
  }

  get hasLedger(): boolean {
    return existsSync(this.ledger);
  }

  /** The names of all files in the folder. */
  get files(): string[] {
    return readdirSync(this.folder).sort();
  }
}

/** Reads the rows of a snapshot in CSV whose ids contain neither commas nor quotes. */
export function readRows(path: string): Row[] {
  const [header, ...lines] = readFileSync(path, 'utf8').trimEnd().split('\r\n');
  if (header !== 'channel_id,video_id,created_date,date,viewCount') throw new Error(header);
  return lines.map((line) => {
    const [channel = '', id = '', created = '', date = '', views = ''] = line.split(',');
    return { channel, id, created, date, views };
  });
}

/** Returns the rows whose views differ from the server's or whose date is wrong. */
export function wrongRows(rows: readonly Row[]): Row[] {
  return rows.filter(({ id, views, date }) => views !== `${countOf(id)}` || date !== runDate);
}
