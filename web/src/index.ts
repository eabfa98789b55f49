export { Analyzer, type AnalyzerOptions, type ExportOptions } from './analyzer';
export { DaytallyElement } from './element';
export { DaytallyError } from './errors';
export type { ByteSink } from './results/exporting';
export { selectDropped } from './sources/dropped';
export { selectPicked } from './sources/picked';
export type * from './types';
