/** Analyzes the portal's file with `open` and shows every result as a table. */
export async function report(open, options = {}) {
  const { dataset } = document.body;
  try {
    const views = await (await fetch('views.parquet')).blob();
    const data = await open(new File([views], 'views.parquet'), { workers: 2, ...options });
    const phases = new Set();
    const results = await data.analyze({
      endDate: '2023-04-18',
      runDate: '2023-04-19',
      provider: 'simulator',
      onProgress: ({ phase }) => phases.add(phase),
    });
    for (const kind of results.counts.keys()) {
      const { columns, rows } = await results.rows(kind, 0, results.length(kind));
      show(kind, [columns.map(({ name }) => name), ...rows.map((row) => row.map(textOf))]);
    }
    show('diagnostics', [[JSON.stringify(results.diagnostics)]]);
    show('arrow', [[String(await results.arrow('monthly', 1, 3))]]);
    show('csv', [[await exported(results)]]);
    dataset.phases = [...phases].join(' ');
    await data.close();
    dataset.state = 'done';
  } catch (error) {
    dataset.state = `${error.name} ${error.code}`;
    show('message', [[error.message]]);
  }
}

async function exported(results) {
  const { readable, writable } = new TransformStream();
  const text = new Response(readable).text();
  await results.export('gapsRanges', 'csv', writable);
  return await text;
}

function textOf(cell) {
  const day = (days) => new Date(days * 86_400_000).toISOString().slice(0, 10);
  if (Array.isArray(cell)) return cell.map(day).join(' ');
  return typeof cell === 'number' ? day(cell) : String(cell);
}

function show(name, rows) {
  const table = document.createElement('table');
  table.id = name;
  for (const row of rows) {
    const line = table.insertRow();
    for (const cell of row) line.insertCell().textContent = cell;
  }
  document.body.append(table);
}
