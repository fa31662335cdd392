/** Which hunk of a user's module a schedule came to last, and where in the module it stands. */
import type { NarratedStep } from '../counterexamples/narrate.ts';
import type { Executor } from './executor/executor.ts';
import type { FunctionEdit, PatchEdits } from './foreign/describe-edits.ts';
import { filesOf, isModule } from './given.ts';
import { liftedAt, type LiftedPatch, unitsOf } from './lifted/module-files.ts';

/** Line: of the hunk's first edit, from 1; null where the text does not show it. */
export interface HunkPlace {
  readonly file: string;
  readonly line: number | null;
}

/** A module, and what of it is known: null where it is not to be had again. */
export interface HunkSource {
  readonly file: string;
  readonly edits: PatchEdits | null;
  readonly lines: ReadonlyMap<string, number>;
}

/** Seconds that a module may take to load once more. */
const LOADING = 60;

/** The modules among what the user called a patch, which may be a sum. What cannot be found out is left out: verdicts stand without it. */
export async function hunkSources(executor: Executor, called: string): Promise<readonly HunkSource[]> {
  if (filesOf(called).length === 0) return [];
  const { hunkLines } = await import('./foreign/hunk-places.ts');
  const parts = unitsOf(called);
  const sources: HunkSource[] = [];
  for (const [nth, file] of parts.entries()) {
    if (!isModule(file)) continue;
    const on = nth === 0 ? null : parts.slice(0, nth).join('+');
    // oxlint-disable-next-line no-await-in-loop -- each is a module or two
    const edits = await executor.run('examine', { file, on }, { maxSeconds: LOADING }).then(
      ({ patch }) => patch,
      () => null,
    );
    const lifted = liftedAt(file);
    if (lifted !== null) sources.push(ofDiffs(lifted, edits));
    else sources.push({ file, edits, lines: edits === null ? new Map() : hunkLines(file) });
  }
  return sources;
}

/** The headers in the text, which hunks of the module say that they stand for. */
function ofDiffs({ texts, headers }: LiftedPatch, edits: PatchEdits | null): HunkSource {
  const [first] = texts;
  const places = (edits?.hunks ?? []).flatMap(({ name, standsFor }) => {
    const place = headers[/^\S+ @@ -\d+/.exec(standsFor)?.[0] ?? ''];
    return place?.file === first?.file && place !== undefined ? [[name, place.line] as const] : [];
  });
  return { file: first?.file ?? '', edits, lines: new Map(places) };
}

/**
 * That of the hunk whose step is last on the schedule; where none is on it, as nothing shows of steps that are left out, that
 * of the first hunk. Null: no module is among the patch.
 */
export function hunkPlace(sources: readonly HunkSource[], steps: readonly NarratedStep[]): HunkPlace | null {
  const statements = steps.flatMap((step) => step.statements).filter(({ patched }) => patched);
  for (const { proc, label } of statements.toReversed())
    for (const source of sources.toReversed()) {
      const hunk = source.edits?.hunks.findLast(({ edits }) => edits.some((edit) => brings(edit, proc, label)));
      if (hunk !== undefined) return placeIn(source, hunk.name);
    }
  const [first] = sources;
  return first === undefined ? null : placeIn(first, first.edits?.hunks[0]?.name ?? '');
}

const brings = ({ function: edited, replaced, added }: FunctionEdit, proc: string, label: string): boolean =>
  edited === proc &&
  (replaced.some(({ now }) => now.label === label) || added.some(({ step }) => step.label === label));

const placeIn = ({ file, lines }: HunkSource, hunk: string): HunkPlace => ({ file, line: lines.get(hunk) ?? null });
