import type * as Module from '../generated/daytally.js';
import type { Engine } from '../generated/daytally.js';

/**
 * The methods of the engine that are calls without changes: the worker only passes them on. Their
 * types and descriptions are in the Rust code.
 */
export const engineCalls = [
  'mustSpill',
  'sample',
  'lastDay',
  'setEndDate',
  'diagnostics',
  'unreadColumns',
  'dayCounts',
  'setCoverage',
  'overview',
  'channels',
  'heat',
  'rows',
  'window',
  'calendar',
  'videoIds',
  'clearAnswers',
  'answer',
] as const satisfies readonly (keyof Engine)[];

/** The functions of the module that are calls without changes. */
export const moduleCalls = [
  'sampleFile',
  'version',
  'sparkLine',
  'totalDiagnostics',
  'unreadFiles',
  'checkValues',
  'coverage',
  'totalOverview',
  'totalChannels',
  'totalHeat',
] as const satisfies readonly (keyof typeof Module)[];

/** The methods that a worker only passes on to its engine. */
export type EngineCalls = Pick<Engine, (typeof engineCalls)[number]>;
/** The functions of the module that a worker only passes on. */
export type ModuleCalls = Pick<typeof Module, (typeof moduleCalls)[number]>;
