/** An overlay can't be applied: the message says why, in one line, without the overlay's name. */
export class OverlayError extends Error {
  override readonly name = 'OverlayError';
}
