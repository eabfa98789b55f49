import { open } from 'daytally';
import 'daytally/define';
import { report } from '../portal.js';

report(open);
