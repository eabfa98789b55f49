export { Analyzer, type AnalyzerOptions } from './analyzer';
export { DaytallyElement } from './element';
export { DaytallyError } from './errors';
export type { ByteSink } from './results/exporting';
export type { ExportOptions } from './results/writing';
export { selectAddresses } from './sources/addresses';
export { selectDropped } from './sources/dropped';
export { selectPicked } from './sources/picked';
export type * from './types';
