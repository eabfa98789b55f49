/** A small file to be saved. */
export interface SaveRequest {
  readonly name: string;
  readonly text: string;
}
