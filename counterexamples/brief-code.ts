/** The code of a statement, as it is told. */

/** Blanks around what is left may stay. */
export const withoutComments = (c: string): string => c.replaceAll(/\s*\/\*.*?\*\//g, '');

/** Without what says nothing of what happens: comments, and that a lock is held. */
export const briefCode = (c: string): string =>
  withoutComments(c)
    .replace(/^assert_spin_locked\([^)]*\)+; /, '')
    .trim();
