/** A tab of the results. */
export type Tab =
  | 'overview'
  | 'channels'
  | 'monthly'
  | 'gaps'
  | 'snapshot'
  | 'unanswered'
  | 'combined'
  | 'diagnostics';
