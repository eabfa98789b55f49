import { open } from 'daytally';

const data = await open('views.parquet');
const results = await data.analyze({ endDate: '2023-04-18' });
document.querySelector('output').textContent = `${results.length('gapsDates')} days`;
await data.close();
