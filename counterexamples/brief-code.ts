/** The code of a statement without what says nothing of what happens: comments, and that a lock is held. */
export const briefCode = (c: string): string =>
  c
    .replaceAll(/\s*\/\*.*?\*\//g, '')
    .replace(/^assert_spin_locked\([^)]*\)+; /, '')
    .trim();
