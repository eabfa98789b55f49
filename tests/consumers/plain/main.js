import './daytally/dist/define.js';
import { open } from './daytally/dist/index.js';
import { report } from './portal.js';

report(open);
