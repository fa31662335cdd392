/** Patches read from text. */
export type { DiffHunk, DiffLine, DiffsRead, FileDiff, HunkHeader, PatchText } from './diff.ts';
export { hunkName } from './diff.ts';
export { areSameCode, decideReading, type ReadingDecided, sideOf } from './decide.ts';
export { isDiff } from './is-diff.ts';
export { readDiffs } from './read-diffs.ts';
