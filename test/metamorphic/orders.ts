/** Patches composed in both orders: what does not clash must come to the same kernel, whichever comes first. */
import { isDeepStrictEqual } from 'node:util';
import { closeWorld } from '../../model/closed-world.ts';
import { compose, type Patch, PatchMisfit, type Program } from '../../model/core/index.ts';
import { worldOf } from '../../model/scenarios/format/scenario.ts';
import { shippedScenario } from '../ground-truth/truth.ts';

/** What becomes of two patches in one order: the kernel, or why they are refused. */
export type Composed = { readonly program: Program } | { readonly refused: string };

const world = worldOf(shippedScenario('buffered'));

export function composed(patches: readonly Patch[]): Composed {
  try {
    return { program: closeWorld(world, compose(patches)).program };
  } catch (problem) {
    if (problem instanceof PatchMisfit) return { refused: problem.message };
    throw problem;
  }
}

type LinkedProc = Program['procs'][number];
type LinkedStep = LinkedProc['steps'][number];

/** All of a function but its number, and all of a step but what it does. */
const shapeOf = ({ name, at, locals, types, returns, isMacro, steps }: LinkedProc): string =>
  JSON.stringify([
    name,
    at,
    locals,
    types,
    returns,
    isMacro,
    steps.map(({ label, next, does }) => [label, next, does]),
  ]);

const doesTheSame = ({ source }: LinkedStep, other: LinkedStep | undefined): boolean =>
  other !== undefined &&
  Object.entries(source).every(([key, value]) => key === 'detours' || Reflect.get(other.source, key) === value) &&
  isDeepStrictEqual(entriesOf(source), entriesOf(other.source));

const entriesOf = ({ detours = new Map() }: LinkedStep['source']) =>
  [...detours].toSorted(([a], [b]) => (a < b ? -1 : 1));

/** The same functions with the same steps in the same order; whether each step does the same, `isSame` says. */
export const haveOneShape = ({ procs }: Program, { byName, procs: others }: Program): boolean =>
  procs.length === others.length &&
  procs.every((proc) => {
    const other = byName.get(proc.name);
    return other !== undefined && shapeOf(proc) === shapeOf(other);
  });

/** The steps (`proc.label`) that one order leads elsewhere than the other. */
export const ledElsewhere = ({ procs }: Program, { byName }: Program): string[] =>
  procs.flatMap(({ name, steps }) =>
    steps.flatMap((step, i) => (doesTheSame(step, byName.get(name)?.steps[i]) ? [] : [step.id])),
  );
