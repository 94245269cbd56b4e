/** Ranges of addresses. */

export interface Range {
  readonly base: number;
  readonly bytes: number;
}
