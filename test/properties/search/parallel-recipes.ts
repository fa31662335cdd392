/** Recipes for tests of parallel searches; workers import this too. */
import { PackedMachine } from '../../../model/core/index.ts';
import { closeWorld } from '../../../model/closed-world.ts';
import { worldOf } from '../../../model/scenarios/format/scenario.ts';
import type { Built, Recipe } from '../../../properties/search/parallel/explore-in-parallel.ts';
import { shippedScenario } from '../../ground-truth/truth.ts';
import { keyOf } from '../../models/naive-search.ts';
import { philosophers } from '../../../docs/examples/philosophers.ts';
import { twoPhaseCommit } from '../../../docs/examples/two-phase-commit.ts';
import { kernel } from '../aio/decide.ts';

const recipe = (name: string, data: unknown): Recipe => ({ module: import.meta.url, name, data });

export const commit = (n: number): Recipe => recipe('buildCommit', n);
export const buildCommit = (n: number): Built => ({
  machine: new PackedMachine(twoPhaseCommit(n)),
  judge: { report: () => null },
});

export const dinner = (n: number): Recipe => recipe('buildDinner', n);
export const buildDinner = (n: number): Built => ({
  machine: new PackedMachine(philosophers(n, 'all left-handed')),
  judge: { report: () => null },
});

/** Reports the states that its worker came upon, written out. */
export const tellingStates = (scenario: string): Recipe => recipe('buildTelling', scenario);
export function buildTelling(scenario: string): Built {
  const machine = inKernel(scenario);
  const states: string[] = [];
  return { machine, judge: { state: () => states.push(keyOf(machine)), report: () => states } };
}

/** One in which schedules end in several kinds of oops. */
export const inKernel = (scenario: string) =>
  new PackedMachine(closeWorld(worldOf(shippedScenario(scenario)), kernel('2.6.20+put-context-twice')));

type Death = 'throws' | 'exits' | 'exits as if all were well' | 'reports what cannot be sent';

/** One worker, whichever first comes upon so many states, dies. */
export const dying = (how: Death): Recipe => recipe('buildDying', how);
export function buildDying(how: Death): Built {
  let states = 0;
  return {
    machine: new PackedMachine(twoPhaseCommit(5)),
    judge: {
      state() {
        if (++states !== 200) return;
        if (how === 'throws') throw new Error('the judge is at its wits’ end');
        if (how === 'exits') process.exit(3);
        if (how === 'exits as if all were well') process.exit(0);
      },
      report: () => (how === 'reports what cannot be sent' ? () => null : null),
    },
  };
}
