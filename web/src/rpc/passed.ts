import type * as Module from '../generated/daytally.js';
import type { Engine } from '../generated/daytally.js';

/**
 * The methods of the engine that are calls as they are: the worker only passes them on. Rust has
 * their types and descriptions.
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

/** The functions of the module that are calls as they are. */
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
