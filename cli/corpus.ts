/** Failures that were kept: the traces shipped in counterexamples/corpus, and those in a folder of that name here. */
import { existsSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { follow } from '../counterexamples/follow.ts';
import type { Trace } from '../counterexamples/trace.ts';
import { ReferenceMachine } from '../model/core/index.ts';
import type { AioProperty } from '../properties/aio/index.ts';
import type { Turn } from '../properties/search/paths.ts';
import { type GivenPatch, modelOf, traceAt } from './inputs.ts';
import { tell } from './telling.ts';
import { tracesIn } from './traces.ts';

export interface Kept {
  readonly file: string;
  readonly trace: Trace;
}

const FOLDER = 'counterexamples/corpus';
const SHIPPED = fileURLToPath(new URL(`../${FOLDER}`, import.meta.url));

/** Throws InputError where a file is no trace, or cannot be read. */
export function corpus(): readonly Kept[] {
  const folders = new Set(
    [SHIPPED, FOLDER].filter((folder) => existsSync(folder)).map((folder) => realpathSync(folder)),
  );
  const files = [...folders].flatMap((folder) => tracesIn(folder).map((file) => join(folder, file)));
  return files.map((file) => ({ file, trace: traceAt(file).trace }));
}

export interface KnownFailure extends Kept {
  /** As far as the first moment at which the property is violated. */
  readonly turns: readonly Turn[];
}

/**
 * The first kept trace of the property whose schedule fits this patch, by the names of its steps, and violates the
 * property; whatever patch it was kept for.
 */
export function knownFailure(kept: readonly Kept[], patch: GivenPatch, property: AioProperty): KnownFailure | null {
  for (const { file, trace } of kept) {
    if (trace.property !== property.name) continue;
    const { scenario } = trace;
    const model = modelOf(scenario, patch);
    const followed = follow(new ReferenceMachine(model), trace.schedule);
    if (!followed.ok) continue;
    const { wrong } = tell(model, { patch, scenario, property }, followed.turns);
    if (wrong !== null) return { file, trace, turns: followed.turns.slice(0, wrong.after) };
  }
  return null;
}
