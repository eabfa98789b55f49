/** A tab of the results. */
export type Tab =
  | 'overview'
  | 'monthly'
  | 'gaps'
  | 'snapshot'
  | 'unanswered'
  | 'combined'
  | 'diagnostics';

/** The tabs in order. */
export const tabs: readonly Tab[] = [
  'overview',
  'monthly',
  'gaps',
  'snapshot',
  'unanswered',
  'combined',
  'diagnostics',
];

/** The titles of the tabs that are not named after one result. */
export const titles: Partial<Record<Tab, string>> = {
  overview: 'Overview',
  gaps: 'Gaps',
  diagnostics: 'Diagnostics',
};
