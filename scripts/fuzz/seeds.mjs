// Seeds for the fuzz targets: the fixtures, the hostile files and the corpora, if present.

import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { project } from '../run/environment.mjs';
import { print } from '../run/log.mjs';
import { fuzzed, targets } from './targets.mjs';

const corpora = process.env.DAYTALLY_CORPORA ?? join(project, '../shared/corpora');
const places = [join(project, 'tests/fixtures'), join(project, 'tests/hostile'), corpora];

/** The metadata of a table that `pyiceberg` wrote. */
const iceberg = join(project, 'tests/tables/iceberg/fixture/input/metadata');

/** Writes the seeds; returns their folder, which has a subfolder for each target. */
export function writeSeeds(environment) {
  const folder = fuzzed(environment, 'seeds');
  rmSync(folder, { recursive: true, force: true });
  for (const target of targets.keys()) mkdirSync(join(folder, target), { recursive: true });
  const put = (target, ...parts) => {
    const seed = Buffer.concat(parts.map((part) => Buffer.from(part)));
    if (seed.length > targets.get(target)) return;
    // Named by content, so that equal seeds are written once.
    const name = createHash('sha1').update(seed).digest('hex');
    writeFileSync(join(folder, target, name), seed);
  };
  for (const file of parquetFiles()) {
    const bytes = readFileSync(file);
    put('footer', bytes);
    put('pages', bytes);
    const length = bytes.length < 12 ? 0 : bytes.readUInt32LE(bytes.length - 8);
    // A footer alone, in a file whose other 2^15 bytes are not read.
    put('footer', [15], bytes.subarray(Math.max(0, bytes.length - 8 - length), -8));
    if (dirname(file).includes('=')) put('hive', first, relative(project, file));
  }
  for (const path of paths) put('hive', first, path);
  for (const [status, body] of replies) {
    for (const provider of [0, 1, 2]) {
      put('provider', tag(provider, 3), [1, 7, 0], first, [status & 255, status >> 8], body);
    }
  }
  for (const ledger of ledgers) put('ledger', first, [0], ledger);
  for (const log of [...logs, ...foundLogs()]) {
    for (const kind of [0, 1, 3, 28]) put('table_log', [kind], log.join('\0'));
  }
  for (const bitmap of bitmaps()) put('deletion_vector', first, manyRows, bitmap);
  for (const file of readdirSync(iceberg)) {
    const target = file.endsWith('.avro') ? 'avro' : 'iceberg';
    put(target, readFileSync(join(iceberg, file)));
  }
  // Targets that derive their values from arbitrary bytes start with pseudo-random ones.
  for (const target of ['mapping', 'coercion', 'partial', 'spill', 'deletion_vector']) {
    for (let number = 0; number < 16; number++) {
      put(
        target,
        target === 'partial' ? [0] : [],
        stream(`${target} ${number}`, 64 << (number % 5)),
      );
    }
  }
  return folder;
}

/** The bytes that `arbitrary` decodes to an enum's first variant; `tag` returns those of others. */
const first = [0, 0, 0, 0];
function tag(variant, of) {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(Math.ceil((variant * 2 ** 32) / of));
  return bytes;
}

/** Returns pseudo-random bytes derived from a text. */
function stream(text, length) {
  const parts = [];
  for (let at = 0; at < length; at += 32) {
    parts.push(createHash('sha256').update(`${text} ${at}`).digest());
  }
  return Buffer.concat(parts).subarray(0, length);
}

function* parquetFiles() {
  for (const folder of places) {
    if (!existsSync(folder)) {
      print(`seeds: skipped ${folder}, which does not exist`);
      continue;
    }
    for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
      if (entry.isFile() && /\.(parquet|parq)$/.test(entry.name)) {
        yield join(entry.parentPath, entry.name);
      }
    }
  }
}

/** Yields the commits of each Delta table in the corpora whose log is complete. */
function* foundLogs() {
  if (!existsSync(corpora)) return;
  const options = { recursive: true, withFileTypes: true };
  for (const folder of readdirSync(corpora, options).filter(({ name }) => name === '_delta_log')) {
    const log = join(folder.parentPath, folder.name);
    const commits = readdirSync(log)
      .filter((name) => /^\d{20}\.json$/.test(name))
      .sort();
    if (commits.length > 0 && Number.parseInt(commits.at(-1), 10) === commits.length - 1) {
      yield commits.map((name) => readFileSync(join(log, name), 'utf8'));
    }
  }
}

/** Returns the bitmaps of the deletion vectors that tests decode. */
function bitmaps() {
  const folder = join(project, 'tests/deletion_vectors');
  const vectors = readFileSync(join(folder, 'vectors.bin'));
  const facts = readFileSync(join(folder, 'vectors.jsonl'), 'utf8')
    .trim()
    .split('\n')
    .map(JSON.parse);
  return facts.map(({ offset, sizeInBytes }) =>
    vectors.subarray(offset + 4, offset + 4 + sizeInBytes),
  );
}
const manyRows = [0, 0, 0, 0, 0, 1, 0, 0];

const paths = [
  'views/date=2023-01-02/channel=a%2Fb/part-0.parquet',
  'k=v=w/x=__HIVE_DEFAULT_PARTITION__/part.parquet',
  'k=100%25%2f%/x=%C3%A9é/part.parquet',
  '/=x//%3D=%/k=/part.parquet',
];

const views =
  '{"items":[{"id":"a","statistics":{"viewCount":"9007199254740993"}},{"id":"dQw4w9WgXcQ"}]}';
const failure = (reason) =>
  `{"error":{"code":403,"message":"No.","errors":[{"reason":"${reason}"}],"details":[{"reason":"API_KEY_INVALID"}]}}`;
const replies = [
  [200, views],
  [200, '{"items":[]}'],
  [
    200,
    '[{"video_id":"a","views":7},{"video_id":"","views":null},{"video_id":"b\\"é","views":"-1"}]',
  ],
  [200, '[[[[[[[['],
  [403, failure('quotaExceeded')],
  [403, failure('rateLimitExceeded')],
  [400, failure('keyInvalid')],
  [404, failure('videoNotFound')],
  [500, '<html>'],
  [302, ''],
];

const header =
  '{"daytallyLedger":1,"provider":"youtube","url":"https://example.org/v3","runDate":"2026-11-26"}\n';
const call =
  '{"answers":{"a":"7","b":"-9223372036854775808"},"absent":["c"],"units":3,"dayEnds":1795420800000}\n';
const ledgers = [header, header + call, header + call + call, header + call.slice(0, 40), 'PAR1\n'];

const action = (value) => `${JSON.stringify(value)}\n`;
const fields = [
  { name: 'video_id', type: 'string', nullable: true, metadata: { 'delta.columnMapping.id': 1 } },
  { name: 'date', type: 'date', nullable: true, metadata: {} },
];
const created =
  action({
    protocol: { minReaderVersion: 3, minWriterVersion: 7, readerFeatures: ['deletionVectors'] },
  }) +
  action({
    metaData: {
      schemaString: JSON.stringify({ type: 'struct', fields }),
      partitionColumns: ['date'],
      configuration: {},
    },
  });
const added = { path: 'date=2023-01-02/a%2520b.parquet', partitionValues: { date: '2023-01-02' } };
const vector = {
  storageType: 'i',
  pathOrInlineDv: '^Bg9^0rr910000000000iXQKl0rr91000f55c8Xg0@@D72lkbi5=-{L',
};
const deletionVector = { ...vector, sizeInBytes: 44, cardinality: 6 };
const add = { ...added, size: 9, dataChange: true };
const logs = [
  [created + action({ add })],
  [
    created + action({ add }),
    action({ remove: { path: add.path } }) + action({ add: { ...add, deletionVector } }),
    action({ remove: { path: add.path, deletionVector } }) +
      action({ commitInfo: { timestamp: 1 } }),
  ],
  [
    created +
      action({ checkpointMetadata: { version: 0 } }) +
      action({ sidecar: { path: 's.parquet', sizeInBytes: 9 } }),
    action({ add }),
  ],
  [created + created.slice(0, 40)],
];
