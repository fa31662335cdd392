/** Kept traces, tried on another kernel than the one that they were kept for. */
import { follow } from '../../counterexamples/follow.ts';
import { ReferenceMachine } from '../../model/core/index.ts';
import type { Turn } from '../../properties/search/turn.ts';
import type { Kept } from '../corpus.ts';
import { type LoadedPatch, type LoadedProperty, modelOf } from './code.ts';
import { replaySchedule } from './confirm.ts';

export interface KnownFailure extends Kept {
  /** As far as the first moment at which the property is violated. */
  readonly turns: readonly Turn[];
}

/**
 * The first kept trace of the property whose schedule fits this patch, by the names of its steps, and violates the
 * property; whatever patch it was kept for.
 */
export function knownFailure(kept: readonly Kept[], patch: LoadedPatch, property: LoadedProperty): KnownFailure | null {
  for (const { file, trace } of kept) {
    if (trace.property !== property.name) continue;
    const { scenario } = trace;
    const model = modelOf(scenario, patch);
    const followed = follow(new ReferenceMachine(model), trace.schedule);
    if (!followed.ok) continue;
    const { wrong } = replaySchedule(model, { patch, scenario, property }, followed.turns);
    if (wrong !== null) return { file, trace, turns: followed.turns.slice(0, wrong.after) };
  }
  return null;
}
