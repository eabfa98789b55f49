/** Whether a tag is the element's, for `compilerOptions.isCustomElement`. */
export function isDaytally(tag) {
  return tag === 'day-tally';
}
