/** What the assembler reports. */

/** A mistake in the source, before its place is known. */
export class Problem extends Error {}

/** One mistake and where it is. */
export interface Diagnostic {
  readonly file: string;
  /** 1 for the first line. */
  readonly line: number;
  readonly message: string;
}

/** All mistakes of a source; the message has one line, `file:line: message`, for each. */
export class AssemblyError extends Error {
  override readonly name = 'AssemblyError';
  constructor(readonly diagnostics: readonly Diagnostic[]) {
    super(diagnostics.map((d) => `${d.file}:${d.line}: ${d.message}`).join('\n'));
  }
}
