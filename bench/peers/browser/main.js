// The three questions in an engine that runs in the browser, in sequence, over a chosen file.
const end = '2023-04-18';
const name = 'views.parquet';

/** Each engine opens a file and returns functions that run a statement and read a row. */
const engines = {
  async duckdbWasm(file) {
    const duckdb = await import('@duckdb/duckdb-wasm');
    const at = (part) =>
      new URL(`node_modules/@duckdb/duckdb-wasm/dist/${part}`, location.href).href;
    const bundle = await duckdb.selectBundle({
      mvp: { mainModule: at('duckdb-mvp.wasm'), mainWorker: at('duckdb-browser-mvp.worker.js') },
      eh: { mainModule: at('duckdb-eh.wasm'), mainWorker: at('duckdb-browser-eh.worker.js') },
    });
    const base = new duckdb.AsyncDuckDB(new duckdb.VoidLogger(), new Worker(bundle.mainWorker));
    await base.instantiate(bundle.mainModule, bundle.pthreadWorker);
    await base.registerFileHandle(name, file, duckdb.DuckDBDataProtocol.BROWSER_FILEREADER, true);
    const connection = await base.connect();
    const run = (sql) => connection.query(sql);
    const row = async (sql) => Object.values((await run(sql)).toArray()[0].toJSON()).map(Number);
    return { run, row, version: await base.getVersion(), statements: ofDuckdb };
  },
  async chdbWasm(file) {
    const { AsyncChdb, selectBundle } = await import('chdb-wasm');
    const baseUrl = new URL('node_modules/chdb-wasm/dist', location.href).href;
    const bundle = selectBundle({ baseUrl });
    const base = await AsyncChdb.create({
      moduleUrl: bundle.moduleUrl,
      wasmUrl: bundle.wasmUrl,
      workerUrl: `${baseUrl}/worker.js`,
    });
    await base.registerFile(name, file);
    const run = (sql) => base.query(sql);
    const row = async (sql) => (await base.query(sql, 'TSV')).text().trim().split('\t').map(Number);
    const version = (await base.query('select version()', 'TSV')).text().trim();
    return { run, row, version, statements: ofChdb };
  },
};

const ofDuckdb = {
  monthly: `create table monthly as select channel_id, video_id, strftime(date, '%Y-%m') as month,
    sum("viewCount") as aggViewCount from '${name}' group by all`,
  gaps: `create table gaps as
    with known as (
      select channel_id, video_id, created_date from '${name}' group by all
    ), expected as (
      select channel_id, video_id, created_date,
        unnest(generate_series(created_date, date '${end}', interval 1 day))::date as day
      from known
    ), missing as (
      select expected.* from expected anti join '${name}' as there
        on expected.video_id = there.video_id and expected.channel_id = there.channel_id
        and expected.created_date = there.created_date and expected.day = there.date
    )
    select channel_id, video_id, created_date, list(day order by day) as missing_dates
    from missing group by all`,
  videos: `create table videos as select distinct channel_id, video_id, created_date from '${name}'`,
  dates: 'sum(len(missing_dates))',
};

const file = `file('${name}', 'Parquet')`;
const ofChdb = {
  monthly: `create table monthly engine = Memory as select channel_id, video_id,
    formatDateTime(date, '%Y-%m') as month, sum(viewCount) as aggViewCount
    from ${file} group by channel_id, video_id, month`,
  gaps: `create table gaps engine = Memory as
    with toInt64(assumeNotNull(created_date)) as first,
      groupUniqArray(toInt64(assumeNotNull(date))) as days,
      range(first, toInt64(toDate('${end}')) + 1) as expected
    select channel_id, video_id, created_date, arrayExcept(expected, days) as missing_dates
    from ${file} group by channel_id, video_id, created_date having length(missing_dates) > 0`,
  videos: `create table videos engine = Memory as
    select distinct channel_id, video_id, created_date from ${file}`,
  dates: 'sum(length(missing_dates))',
};

/** Answers the questions; returns the engine's version, the seconds of each, and the counts. */
globalThis.measure = async (engine) => {
  const [chosen] = document.querySelector('input').files;
  const { run, row, version, statements } = await engines[engine](chosen);
  const seconds = {};
  const counts = {};
  const step = async (table, kind, counted) => {
    const began = performance.now();
    await run(statements[table]);
    seconds[kind] = (performance.now() - began) / 1000;
    const texts = `cast(count(*) as varchar), cast(${counted} as varchar)`;
    const [rows, more] = await row(`select ${texts} from ${table}`);
    counts[kind] = rows;
    await run(`drop table ${table}`);
    return more;
  };
  counts.views = await step('monthly', 'monthly', 'sum(aggViewCount)');
  counts.gapsDates = await step('gaps', 'gapsList', statements.dates);
  await step('videos', 'snapshot', '0');
  return { version, seconds, counts };
};
