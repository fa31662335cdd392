/** Deliberate defects, each a patch of one hunk, to be composed with a kernel that is sound without it. */
import type { Patch } from '../core/index.ts';
import { completeWhatWasPromised } from './complete-what-was-promised.ts';
import { insertTwice } from './insert-twice.ts';
import { lastErrorWins } from './last-error-wins.ts';
import { noWake } from './no-wake.ts';
import { putContextTwice } from './put-context-twice.ts';
import { putWithoutLock } from './put-without-lock.ts';
import { usersStartAtOne } from './users-start-at-one.ts';

export const mutants: readonly Patch[] = [
  completeWhatWasPromised,
  lastErrorWins,
  insertTwice,
  usersStartAtOne,
  noWake,
  putContextTwice,
  putWithoutLock,
];
