/** The properties, in the order in which they are reported. */
import { errorReported } from './error-reported.ts';
import { exactlyOneEvent } from './exactly-one-event.ts';
import { firstErrorWins } from './first-error-wins.ts';
import { flagsProtocol } from './flags-protocol.ts';
import type { AioProperty } from './kernel-view.ts';
import { lockDiscipline } from './lock-discipline.ts';
import { noDoubleCompletion } from './no-double-completion.ts';
import { noLeak } from './no-leak.ts';
import { noLostEvent } from './no-lost-event.ts';
import { noLostWakeup } from './no-lost-wakeup.ts';
import { noUndefinedBehaviour } from './no-undefined-behaviour.ts';
import { noUseAfterFree } from './no-use-after-free.ts';
import { refcountSound } from './refcount-sound.ts';
import { ringSound } from './ring-sound.ts';

export const properties: readonly AioProperty[] = [
  noDoubleCompletion,
  firstErrorWins,
  exactlyOneEvent,
  errorReported,
  noLostWakeup,
  noLostEvent,
  ringSound,
  refcountSound,
  flagsProtocol,
  noUseAfterFree,
  noLeak,
  lockDiscipline,
  noUndefinedBehaviour,
];

/** Beside a mistake of these kinds no other verdict can be trusted, so they are looked for whatever was asked. */
export const alwaysWatched: readonly AioProperty[] = [lockDiscipline, noUndefinedBehaviour];

export type { AioProperty, KernelView } from './kernel-view.ts';
