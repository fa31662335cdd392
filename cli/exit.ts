/** Exit codes (the contract's): where several apply, the first of 70, 74, 2, 1, 3, 0. */
export const EXIT = { ok: 0, violated: 1, badInput: 2, clipped: 3, internal: 70, unwritten: 74 } as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

const RANK: readonly ExitCode[] = [EXIT.internal, EXIT.unwritten, EXIT.badInput, EXIT.violated, EXIT.clipped, EXIT.ok];

export const worst = (codes: readonly ExitCode[]): ExitCode => RANK.find((code) => codes.includes(code)) ?? EXIT.ok;

/** The first line of what went wrong. */
export const because = (problem: unknown): string =>
  problem instanceof Error ? (problem.message.split('\n')[0] ?? '') : String(problem);

/** Bad input: what, where, and what was expected, in one line each. Nothing was written. */
export class InputError extends Error {
  readonly lines: readonly string[];
  constructor(lines: readonly string[]) {
    super(lines.join('\n'));
    this.lines = lines;
  }
}

/** A file that was asked for cannot be written; one line says which, and why. */
export class OutputError extends Error {
  override readonly name = 'OutputError';
}
