/** Patches that the model has by hand, written again as diffs (test/fixtures/diffs). */
import { readFileSync } from 'node:fs';
import type { Patch } from '../../../model/core/index.ts';
import { kernel } from '../../properties/aio/decide.ts';
import { patchOf } from './lifting.ts';

const fixture = (path: string): string => readFileSync(new URL(`../../fixtures/${path}`, import.meta.url), 'utf8');

/** The mail that started it all, as the archive has it. */
export const SEED = fixture('seed-lkml-2007-02-20.txt');

export interface Rewritten {
  /** As the model calls it: `2.6.20+no-wake`. */
  readonly kernel: string;
  /** Diffs that follow one another, each upon the result of the one before. */
  readonly diffs: readonly string[];
  /** Small ones in which what it changes is run. */
  readonly scenarios: readonly string[];
}

const SEED_AND_WAKE = ['seed-lkml-2007-02-20.txt', 'diffs/patches/wake.diff'];

const shipped = (kernelName: string, diff: string, scenarios: readonly string[]): Rewritten => ({
  kernel: kernelName,
  diffs: [`diffs/patches/${diff}.diff`],
  scenarios,
});

export const rewrittenPatches: readonly Rewritten[] = [
  {
    kernel: 'post-eiocbqueued+wake',
    diffs: SEED_AND_WAKE,
    scenarios: ['buffered-reader', 'dw1-reader', 'dw1-inval-ring2', 'queued-cancel'],
  },
  shipped('mainline-2.6.21', 'mainline-2.6.21', ['dw1-inval', 'dw1-osync-all', 'dw2-inval', 'append1-osync']),
  shipped('invalidate-first', 'invalidate-first', ['dw1-inval', 'dw1-osync-all', 'dw2-inval', 'append1']),
  shipped('2.6.20+check-dead', 'check-dead', ['dw1-self-destroy', 'append1-destroy', 'dr1-destroy', 'dw1-nowait']),
  shipped('2.6.20+wake-at-destroy', 'wake-at-destroy', [
    'dw1-self-destroy',
    'append1-destroy',
    'dw1-reader',
    'dw1-reader-poll',
  ]),
  shipped('2.6.20+cancel-when-dequeued', 'cancel-when-dequeued', [
    'queued-cancel',
    'queued-self-cancel',
    'queued-destroy',
    'queued-nocancel-destroy',
  ]),
  shipped('mainline-2.6.24', 'mainline-2.6.24', ['dw1-inval', 'dw1-osync-all', 'dw2-inval', 'append1-osync']),
  shipped('2.6.20+osync-keeps-queued', 'osync-keeps-queued', [
    'dw1-osync',
    'dw1-osync-all',
    'append1-osync',
    'dw1-inval',
  ]),
  shipped('2.6.20+wake-one-at-destroy', 'wake-one-at-destroy', [
    'dw1-self-destroy',
    'append1-destroy',
    'dw1-reader-poll',
  ]),
  shipped('2.6.20+nonexclusive-wait', 'nonexclusive-wait', ['dw1-reader', 'buffered-reader', 'dw1-reader-poll']),
  shipped('2.6.20+event-for-cancelled', 'event-for-cancelled', [
    'queued-cancel',
    'queued-self-cancel',
    'queued-destroy',
    'queued-nocancel-destroy',
  ]),
  shipped('2.6.20+sync-task-first', 'sync-task-first', ['queued-sync', 'retry1-sync']),
  // It is in 2.6.20, and the base leaves it out: what changes it brings it back.
  shipped('2.6.20+dio-bugon', 'dio-bugon', ['dw1', 'append1', 'dr1', 'dw1-inval-ring2']),
];

export interface RewrittenMutant extends Rewritten {
  readonly mutant: string;
  /** What the mutant violates in the first of the scenarios. */
  readonly property: string;
  /** `finer`: the module does in one step what the C does in several. `trapped`: it changes a part of what is one step, and is a trap. */
  readonly differs?: 'finer' | 'trapped';
}

const mutantOf = (
  sound: string,
  mutant: string,
  property: string,
  scenarios: readonly string[],
  before: readonly string[] = [],
  more: Pick<RewrittenMutant, 'differs'> = {},
): RewrittenMutant => ({
  ...more,
  mutant,
  kernel: `${sound}+${mutant}`,
  property,
  diffs: [...before, `diffs/mutants/${mutant}.diff`],
  scenarios,
});

const CANCELS = ['diffs/patches/cancel-when-dequeued.diff'];

export const rewrittenMutants: readonly RewrittenMutant[] = [
  mutantOf('2.6.20', 'complete-what-was-promised', 'no-double-completion', ['dw1']),
  mutantOf('post-eiocbqueued+wake', 'last-error-wins', 'first-error-wins', ['dw1-osync-all'], SEED_AND_WAKE),
  mutantOf('post-eiocbqueued+wake', 'insert-twice', 'exactly-one-event', ['buffered', 'dw1'], SEED_AND_WAKE),
  mutantOf('2.6.20', 'exit-without-waiting', 'refcount-sound', ['dw1-exit', 'retry1-exit']),
  mutantOf('2.6.20', 'forget-sync-kick', 'no-hang', ['retry1-sync']),
  mutantOf('2.6.20', 'sleep-when-completed', 'no-hang', ['queued-sync']),
  mutantOf('2.6.20', 'users-start-at-one', 'refcount-sound', ['dw1', 'buffered']),
  mutantOf('2.6.20', 'no-wake', 'no-lost-wakeup', ['dw1-reader', 'buffered-reader']),
  mutantOf('2.6.20', 'put-context-twice', 'refcount-sound', ['dw1-nowait', 'buffered']),
  mutantOf('2.6.20', 'put-without-lock', 'lock-discipline', ['dw1-reader', 'buffered']),
  mutantOf('2.6.20', 'publish-before-event', 'ring-sound', ['buffered-reader', 'dw1'], [], { differs: 'finer' }),
  mutantOf('2.6.20', 'slot-not-reserved', 'ring-sound', ['two-dw-ring2', 'dw1-inval-ring2'], [], {
    differs: 'trapped',
  }),
  mutantOf('2.6.20', 'tail-not-published', 'no-lost-event', ['dw1-nowait', 'buffered', 'dw1-reader']),
  mutantOf('2.6.20', 'clear-kicked-late', 'flags-protocol', ['buffered', 'append1']),
  mutantOf('2.6.20', 'keep-reference', 'refcount-sound', ['buffered', 'dw1']),
  mutantOf('2.6.20', 'keep-bio-lock', 'lock-discipline', ['dw1-nowait', 'dw1']),
  mutantOf('2.6.20', 'forget-io-error', 'error-reported', ['dw1-bio']),
  mutantOf('2.6.20+cancel-when-dequeued', 'complete-cancelled', 'cancel-exclusive', ['queued-cancel'], CANCELS),
  mutantOf('2.6.20+cancel-when-dequeued', 'cancel-without-reference', 'refcount-sound', ['queued-cancel'], CANCELS),
  mutantOf('2.6.20', 'retry-without-reference', 'refcount-sound', ['retry1']),
  mutantOf('2.6.20', 'fput-without-context', 'refcount-sound', ['buffered-last', 'dw1-last']),
  mutantOf('2.6.20', 'kick-without-work', 'no-lost-kick', ['retry1']),
  mutantOf('2.6.20', 'kick-outside-lock', 'flags-protocol', ['retry1']),
  mutantOf('2.6.20', 'no-wake-when-dead', 'teardown-finishes', ['append1-destroy', 'dw1-self-destroy']),
  mutantOf('2.6.20', 'fput-under-lock', 'no-sleep-in-atomic', ['buffered-last', 'dw1-last']),
  mutantOf('2.6.20', 'keep-fput-lock', 'lock-discipline', ['buffered-last', 'two-buf-last']),
  mutantOf('2.6.20', 'no-event', 'exactly-one-event', ['dw1-reader', 'buffered']),
  mutantOf('2.6.20', 'no-wake-for-bios', 'no-hang', ['append1', 'append1-reader']),
  mutantOf('2.6.20', 'keep-file', 'refcount-sound', ['two-dw-ring2', 'dw1-inval-ring2']),
  mutantOf('2.6.20', 'put-file-early', 'refcount-sound', ['buffered', 'buffered-last']),
  mutantOf('2.6.20', 'keep-context', 'refcount-sound', ['two-dw-ring2', 'dw1-inval-ring2']),
  mutantOf('2.6.20', 'forget-event', 'no-lost-event', ['dw1-reader-may', 'dw1-reader-poll']),
];

export const textsOf = ({ diffs }: Rewritten): readonly string[] => diffs.map(fixture);

export const asLifted = (rewritten: Rewritten, isWhole = false): Patch =>
  patchOf(textsOf(rewritten), { name: rewritten.kernel, isWhole });

export const byHand = (rewritten: Rewritten): Patch => kernel(rewritten.kernel);

/** Mutants of what no diff can change, and why. */
export const notAsDiffs: Readonly<Record<string, string>> = {
  'sync-is-async': 'of __blockdev_direct_IO() the model has a part in direct_io_worker.alloc',
  'sleep-despite-signal': 'of schedule() the model has an outline',
  'link-before-ring': 'what ioctx_alloc() does is part of the state at the start',
};
