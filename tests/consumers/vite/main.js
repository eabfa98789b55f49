import { open } from 'daytally';
import 'daytally/define';
import { report } from '../portal.js';
import { report as quickStart } from './quick_start.js';

await report(open);

// The first example of the README.
const streams = [];
const { readable, writable } = new TransformStream();
const csv = new Response(readable).text();
await quickStart('views.parquet', (stream) => streams.push(stream), writable);
document.body.dataset.quick = `${streams.length} ${(await csv).trimEnd().split('\n').length}`;
