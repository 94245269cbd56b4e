/**
 * Exit codes of the command (sysexits(3) for the last). A subcommand sets `process.exitCode` to 1 or 3 itself; leaving
 * it alone means 0.
 */
export const exitCode = {
  /** All expectations met, or an orderly power-off. */
  ok: 0,
  /** An expectation failed, or time ran out. */
  failed: 1,
  /** Bad usage, a bad file or a bad configuration. */
  usage: 2,
  /** The guest died unexpectedly: a panic, an unhandled fault at EL2. */
  guestDied: 3,
  /** A bug in pivisor (EX_SOFTWARE): its stack is on stderr. */
  internal: 70,
} as const;
