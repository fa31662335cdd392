/** The properties, in the order in which they are reported. */
import { exactlyOneEvent } from './exactly-one-event.ts';
import { firstErrorWins } from './first-error-wins.ts';
import type { AioProperty } from './kernel-view.ts';
import { noDoubleCompletion } from './no-double-completion.ts';
import { noLostWakeup } from './no-lost-wakeup.ts';
import { noUndefinedBehaviour } from './no-undefined-behaviour.ts';
import { noUseAfterFree } from './no-use-after-free.ts';

export const properties: readonly AioProperty[] = [
  noDoubleCompletion,
  firstErrorWins,
  exactlyOneEvent,
  noUseAfterFree,
  noLostWakeup,
  noUndefinedBehaviour,
];

export type { AioProperty, KernelView } from './kernel-view.ts';
