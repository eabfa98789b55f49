import { expose } from 'comlink';
import * as wasm from '../generated/daytally.js';
import { createCalls } from './calls';
import { guarded } from './guard';

expose(guarded(createCalls(wasm)));
