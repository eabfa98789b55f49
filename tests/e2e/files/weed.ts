import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, sep } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

export const program = process.env.DAYTALLY_WEED;
export const secret = 'sesame/secret+key';

/** SeaweedFS, an S3-compatible server that checks signatures, with the bucket `views`. */
export class Weed {
  readonly #child: ChildProcess;
  readonly #folder: string;
  readonly #filer: string;
  /** The URL of the S3 interface. */
  readonly url: string;

  private constructor(child: ChildProcess, folder: string, s3: number, filer: number) {
    this.#child = child;
    this.#folder = folder;
    this.#filer = `http://127.0.0.1:${filer}`;
    this.url = `http://127.0.0.1:${s3}`;
  }

  /** Starts a server with the keys `AKIAREADER`, and `AKIAUNLISTED`, which may not list. */
  static async start(): Promise<Weed> {
    const folder = mkdtempSync(join(tmpdir(), 'daytally-weed-'));
    mkdirSync(join(folder, 'data'));
    const identity = (accessKey: string, ...actions: string[]) => {
      return { name: accessKey, credentials: [{ accessKey, secretKey: secret }], actions };
    };
    const identities = [
      identity('AKIAREADER', 'Read', 'List'),
      identity('AKIAUNLISTED', 'Read:views'),
    ];
    writeFileSync(join(folder, 'identities.json'), JSON.stringify({ identities }));
    const names = ['s3', 'filer', 'master', 'volume', 'admin'];
    const [s3 = 0, filer = 0, ...others] = await freePorts(2 * names.length);
    const ports = [s3, filer, ...others];
    const options = [
      ...['-dir=data', '-ip=127.0.0.1', '-ip.bind=127.0.0.1', '-s3.config=identities.json'],
      ...['-master.telemetry=false', '-admin.ui=false', '-webdav=false'],
      ...['-s3.port.iceberg=0', '-s3.port.lance=0'],
      ...names.map((name, at) => `-${name}.port=${ports[at]}`),
      ...names.map((name, at) => `-${name}.port.grpc=${ports[names.length + at]}`),
    ];
    const child = spawn(program ?? '', ['mini', ...options], { cwd: folder, stdio: 'ignore' });
    const weed = new Weed(child, folder, s3, filer);
    for (let tried = 0; tried < 300; tried += 1) {
      const answers = await weed.put('ready', Buffer.from('1')).catch(() => false);
      if (answers && (await fetch(weed.url).catch(() => undefined))) return weed;
      await wait(100);
    }
    await weed.stop();
    throw new Error('SeaweedFS did not start');
  }

  /** Stores an object in the bucket without the S3 interface. */
  async put(key: string, body: Buffer): Promise<boolean> {
    const path = key.split('/').map(encodeURIComponent).join('/');
    const url = `${this.#filer}/buckets/views/${path}`;
    return (await fetch(url, { method: 'PUT', body: new Uint8Array(body) })).ok;
  }

  /** Stores the files of a folder, below a key that ends in `/`; `rename` changes their paths. */
  async putFolder(folder: string, key: string, rename = (path: string) => path): Promise<void> {
    const found = readdirSync(folder, { recursive: true, withFileTypes: true });
    for (const entry of found.filter((each) => each.isFile())) {
      const path = join(entry.parentPath, entry.name);
      const inside = path.slice(folder.length + 1).replaceAll(sep, '/');
      const stored = await this.put(key + rename(inside), readFileSync(path));
      if (!stored) throw new Error(`SeaweedFS did not store ${inside}`);
    }
  }

  /** Stores the same bytes under many keys. */
  async putAll(keys: readonly string[], body: Buffer): Promise<void> {
    const left = [...keys];
    const putLeft = async () => {
      for (let key = left.pop(); key !== undefined; key = left.pop()) {
        if (!(await this.put(key, body))) throw new Error(`SeaweedFS did not store ${key}`);
      }
    };
    await Promise.all(Array.from({ length: 16 }, putLeft));
  }

  async stop(): Promise<void> {
    const ended = new Promise((resolve) => this.#child.once('exit', resolve));
    this.#child.kill('SIGKILL');
    await ended;
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

async function freePorts(count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () => createServer().listen(0, '127.0.0.1'));
  const ports = servers.map(async (server) => {
    if (!server.listening) await new Promise((resolve) => server.once('listening', resolve));
    const address = server.address();
    return typeof address === 'object' ? (address?.port ?? 0) : 0;
  });
  const found = await Promise.all(ports);
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return found;
}
