/** The kernels that docs/races.md holds against the races. */
import { closeWorld } from '../../model/closed-world.ts';
import { PackedMachine, PatchMisfit } from '../../model/core/index.ts';
import { partPatches, shippedPatches } from '../../model/patches/index.ts';
import { worldOf } from '../../model/scenarios/format/scenario.ts';
import { shippedScenario } from '../ground-truth/truth.ts';
import { kernel } from '../properties/aio/decide.ts';

/** A table: kernels by name, and what each is compared with. */
export interface Kernels {
  readonly base: string;
  readonly names: readonly string[];
}

export const BASE = '2.6.20';
const SEED = 'post-eiocbqueued';

/** As mainline had it in that release, as far as there are patches; where two of them change the same statement, the later one. */
const UP_TO_5_1 =
  'mainline-2.6.24+osync-keeps-queued+check-dead+wake-at-destroy+setup-keeps-reference+event-for-cancelled+nonexclusive-wait+event-at-last-put';

/** False: parts of it change the same statement, or one changes what another brings. */
function fits(name: string): boolean {
  try {
    return new PackedMachine(closeWorld(worldOf(shippedScenario('dw1')), kernel(name))).contexts.length > 0;
  } catch (problem) {
    if (problem instanceof PatchMisfit) return false;
    throw problem;
  }
}

const parts = partPatches.map(({ name }) => name);

export const tables: readonly Kernels[] = [
  {
    base: BASE,
    names: [
      ...shippedPatches.map(({ name }) => name).filter((name) => name !== BASE),
      ...parts.filter(fits),
      'mainline-2.6.24+osync-keeps-queued',
      UP_TO_5_1,
    ],
  },
  { base: SEED, names: parts.map((name) => `${SEED}+${name}`).filter(fits) },
];
