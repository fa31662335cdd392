/** The properties, in the order in which they are reported. */
import { cancelExclusive } from './cancel-exclusive.ts';
import { errorReported } from './error-reported.ts';
import { exactlyOneEvent } from './exactly-one-event.ts';
import { firstErrorWins } from './first-error-wins.ts';
import { flagsProtocol } from './flags-protocol.ts';
import type { AioProperty } from './kernel-view.ts';
import { lockDiscipline } from './lock-discipline.ts';
import { noDoubleCompletion } from './no-double-completion.ts';
import { noHang } from './no-hang.ts';
import { noLeak } from './no-leak.ts';
import { noLostEvent } from './no-lost-event.ts';
import { noLostKick } from './no-lost-kick.ts';
import { noLostWakeup } from './no-lost-wakeup.ts';
import { noSleepInAtomic } from './no-sleep-in-atomic.ts';
import { noUndefinedBehaviour } from './no-undefined-behaviour.ts';
import { noUseAfterFree } from './no-use-after-free.ts';
import { refcountSound } from './refcount-sound.ts';
import { ringSound } from './ring-sound.ts';
import { teardownFinishes } from './teardown-finishes.ts';

export const properties: readonly AioProperty[] = [
  noDoubleCompletion,
  firstErrorWins,
  exactlyOneEvent,
  cancelExclusive,
  errorReported,
  noLostWakeup,
  noLostEvent,
  noLostKick,
  noHang,
  teardownFinishes,
  ringSound,
  refcountSound,
  flagsProtocol,
  noUseAfterFree,
  noLeak,
  lockDiscipline,
  noSleepInAtomic,
  noUndefinedBehaviour,
];

/** Beside a mistake of these kinds no other verdict can be trusted, so they are looked for whatever was asked. */
export const alwaysWatched: readonly AioProperty[] = [lockDiscipline, noUndefinedBehaviour];

export type { AioProperty, AioPropertyOf, KernelView } from './kernel-view.ts';
