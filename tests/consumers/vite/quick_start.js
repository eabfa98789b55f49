import { open } from 'daytally';

export async function report(sources, add, writable) {
  const data = await open(sources);
  const results = await data.analyze({ endDate: '2023-04-18' });
  for await (const stream of results.batches('gapsRanges', { filter: { id: 'UC' } })) add(stream);
  await results.stream('monthly', 'csv').pipeTo(writable);
  await data.close();
}
