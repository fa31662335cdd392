/** A tiny model that provokes one finding, and what the finding must be. */
import type { AnyProc, Entry, Finding } from '../../../model/core/index.ts';
import { act, born, fn, type TinyParts } from '../../models/tiny-kernel.ts';

export interface Case {
  readonly sentence: string;
  /** Functions that run in contexts of their own names. */
  readonly of: readonly (AnyProc | Entry)[];
  /** What else the model has. */
  readonly parts?: TinyParts;
  /** Whose turns; the last brings the finding. */
  readonly turns: readonly string[];
  readonly finds: Pick<Finding, 'kind' | 'what' | 'step'>;
}

export const freed = act((k) => k.free('thing', 0));
/** Allocates and publishes thing 0, then frees it. */
export const owner = fn('owner', { born: born(0), free: freed });
/** A user that does this in one action. */
export const does = (run: Parameters<typeof act>[0]): AnyProc[] => [fn('user', { act: act(run) })];
