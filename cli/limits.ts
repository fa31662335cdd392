/** What bounds a search, and how it is told that one was hit. */
import { totalmem } from 'node:os';
import type { Clip, Limits } from '../properties/search/explore.ts';
import type { Bounds } from './options.ts';

const MB = 1e6;
/** The part of the machine's memory that the tables of a search may take when nobody says how much. */
const SHARE = 0.8;

/** What this process can have at most: the machine's memory, or less where the system grants less (a container). */
function available(): number {
  // 0, or more than there is: nothing less is granted.
  const granted = process.constrainedMemory?.() ?? 0;
  return granted > 0 ? Math.min(granted, totalmem()) : totalmem();
}

/** Without `--max-memory` a share of what there is: a search that has no more memory then ends `clipped`, and not in a crash. */
export const limitsOf = ({ maxStates, maxSeconds, maxMemory }: Bounds): Limits => ({
  maxStates,
  maxSeconds,
  maxMemory: maxMemory === undefined ? SHARE * available() : maxMemory * MB,
});

/** Why a search was clipped, to be followed by `after … states`. `limit`: what of the model there was too much of. */
export function clipReason(clip: Clip, limit: string | null, { maxMemory }: Bounds): string {
  if (clip === 'limit') return `the model has ${limit}`;
  if (clip === 'interrupted') return clip;
  return clip === 'max-memory' && maxMemory === undefined ? 'there was no more memory' : `--${clip} was hit`;
}
