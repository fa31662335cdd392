/** A search on several threads comes to what the sequential one comes to. */
import { describe, expect, it } from 'vitest';
import { provedBy, provingRecipe } from '../../../cli/tasks/shared-search.ts';
import { PackedMachine } from '../../../model/core/index.ts';
import { closeWorld } from '../../../model/closed-world.ts';
import { worldOf } from '../../../model/scenarios/format/scenario.ts';
import { properties } from '../../../properties/aio/index.ts';
import { canonical } from '../../../properties/aio/outcome.ts';
import { outcomeSet } from '../../../properties/aio/outcome-set.ts';
import { check } from '../../../properties/property.ts';
import { explore, type Exploration, type Limits } from '../../../properties/search/explore.ts';
import {
  exploreInParallel,
  exploringInParallel,
  type ParallelExploration,
  type Recipe,
  toCompletionInParallel,
  WorkerDied,
} from '../../../properties/search/parallel/explore-in-parallel.ts';
import { build } from '../../../properties/search/parallel/recipe.ts';
import { INTERN_TABLE_BYTES, SharedInternTable } from '../../../properties/search/parallel/shared-intern-table.ts';
import { pct } from '../../../properties/search/strategies.ts';
import { walk } from '../../../properties/search/walk.ts';
import { fireTurn } from '../../../properties/search/turn.ts';
import { shippedScenario } from '../../ground-truth/truth.ts';
import { kernel } from '../aio/decide.ts';
import { keyOf } from '../../models/naive-search.ts';
import { seededRandom } from '../../../properties/search/seeded-random.ts';
import { commit, dinner, dying, inKernel, tellingStates } from './parallel-recipes.ts';
import { shareOf } from '../../drawn.ts';

const extent = ({ states, transitions, depth, queue, ends, clipped }: Exploration | ParallelExploration) => ({
  states,
  transitions,
  depth,
  queue,
  ends,
  clipped,
});

/** Reserved by each search: with more, processes could not be spawned beside several, which tsx does for what is not in its cache. */
const ROOM = { maxMemory: 2 ** 28 };

const inParallel = (recipe: Recipe, workers: number, limits: Limits = {}) =>
  exploreInParallel(recipe, workers, { ...ROOM, ...limits });

/** What one thread finds in a shipped scenario; searched once. */
const alone = memoized((name: string, patch: string) => {
  const machine = new PackedMachine(closeWorld(worldOf(shippedScenario(name)), kernel(patch)));
  const { exploration, judgements } = check(machine, properties);
  return { machine, exploration, judgements, outcomes: outcomeSet(machine).outcomes.map(canonical) };
});

function memoized<T>(find: (name: string, patch: string) => T): (name: string, patch: string) => T {
  const known = new Map<string, T>();
  return (name, patch) => {
    const key = `${name} ${patch}`;
    const value = known.get(key) ?? find(name, patch);
    known.set(key, value);
    return value;
  };
}

/** Half of them in each run. */
const KERNELS = [
  ['dw1-inval', '2.6.20'],
  ['buffered-reader', '2.6.20+publish-before-event'],
  ['retry1-destroy', '2.6.20'],
  ['dw1-destroy', '2.6.20+put-context-twice'],
] as const;

describe.each([1, 3])('with %i workers', (workers) => {
  it.each([
    ['two-phase commit', commit(5)],
    ['philosophers, who get stuck', dinner(5)],
  ])('%s is searched as by one thread', async (_, recipe) => {
    const { machine } = await build(recipe);
    expect(extent(await inParallel(recipe, workers))).toEqual(extent(explore(machine, {})));
  });

  it.each(shareOf(KERNELS, 3))('%s under %s is judged as by one thread', async (name, patch) => {
    const scenario = shippedScenario(name);
    const { machine, exploration, judgements, outcomes } = alone(name, patch);
    const names = properties.map((property) => property.name);
    const together = await inParallel(provingRecipe({ scenario, patch, properties: names, outcomes: true }), workers);
    const proved = provedBy(together, properties);

    expect(extent(together)).toEqual(extent(exploration));
    expect(proved.outcomes.map(canonical)).toEqual(outcomes);
    expect([...proved.entered].toSorted()).toEqual([...machine.entered()].toSorted());
    const said = proved.judgements.map(({ property, verdict, reached }) => [property.name, verdict, reached]);
    // The threads keep no edges: where nothing else is wrong, they cannot tell that there is no livelock.
    const expected = judgements.map(({ property, verdict, reached, violation }) => [
      property.name,
      property.livelock && violation === null ? 'clipped' : verdict,
      reached,
    ]);
    expect(said).toEqual(expected);
    for (const [nth, { violation }] of proved.judgements.entries()) {
      expect(violation?.turns.length).toBe(judgements[nth]?.violation?.turns.length);
      expect(violation?.isShortest).toBe(judgements[nth]?.violation?.isShortest);
      if (violation === null) continue;
      machine.reset();
      for (const turn of violation.turns) {
        expect(machine.enabled(turn.context)).toBe(true);
        fireTurn(machine, turn);
      }
    }
  });

  it('no more states than were asked for are expanded', async () => {
    const { clipped, states, queue } = await inParallel(commit(5), workers, { maxStates: 500 });
    expect(clipped).toBe('max-states');
    expect(states).toBeGreaterThan(500);
    expect(states).toBeLessThan(1000);
    expect(queue).toBeGreaterThan(0);
  });
});

it('machines that share intern tables understand each other’s states', () => {
  const machines = [0, 1].map(() => inKernel('dw1-inval'));
  const [stacks, halts] = [new SharedArrayBuffer(INTERN_TABLE_BYTES), new SharedArrayBuffer(INTERN_TABLE_BYTES)];
  const values = (machines[0]?.domains ?? []).map(() => new SharedArrayBuffer(INTERN_TABLE_BYTES));
  for (const machine of machines)
    machine.share({
      stacks: new SharedInternTable(stacks),
      halts: new SharedInternTable(halts),
      values: values.map((buffer) => new SharedInternTable(buffer)),
    });
  const random = seededRandom(1);
  const words = new Uint32Array(machines[0]?.width ?? 0);
  const halted = new Set<string | null>();
  for (let schedule = 0; schedule < 300; schedule++) {
    const [goes, follows] = schedule % 2 === 0 ? machines : machines.toReversed();
    if (goes === undefined || follows === undefined) throw new Error('there are two');
    walk(goes, pct(3), random, () => {
      goes.save(words, 0);
      follows.catchUp();
      follows.restore(words, 0);
      expect(keyOf(follows)).toBe(keyOf(goes));
    });
    halted.add(goes.halted());
  }
  expect(halted.size).toBeGreaterThan(2);
});

describe('with 2 workers', () => {
  it('the states are those that one thread comes upon', async () => {
    const machine = inKernel('dw1-inval');
    const states: string[] = [];
    explore(machine, { state: () => states.push(keyOf(machine)) });
    const { reports } = await inParallel(tellingStates('dw1-inval'), 2);
    expect((reports.flat() as string[]).toSorted()).toEqual(states.toSorted());
  });

  it.each([
    ['max-seconds', { maxSeconds: 0 }],
    ['max-memory', { maxMemory: 200_000 }],
  ] as const)('a search is clipped by %s', async (clip, limits) => {
    const scenario = shippedScenario('three-dw-ring3');
    const recipe = provingRecipe({ scenario, patch: '2.6.20', properties: [], outcomes: false });
    const search = await inParallel(recipe, 2, limits);
    expect(search.clipped).toBe(clip);
    expect(search.bytes).toBeLessThan(300_000);
    expect(search.pathTo(search.states - 1).length).toBeLessThan(100);
  });

  it('a judge’s mistake is told with its cause', async () => {
    const search = inParallel(dying('throws'), 2);
    await expect(search).rejects.toHaveProperty('cause.message', 'the judge is at its wits’ end');
  });

  it('a search is stopped by whoever asks how far it is', async () => {
    const slices = exploringInParallel(commit(7), 2, ROOM);
    expect((await slices.next()).done).toBe(false);
    await slices.next('stop');
    expect((await toCompletionInParallel(slices)).clipped).toBe('interrupted');
  });

  it.each([
    ['throws', /^worker [12] of 2 of the search ended early: the judge is at its wits’ end$/],
    ['exits', /^worker [12] of 2 of the search ended early: it exited with code 3$/],
    ['exits as if all were well', /^worker [12] of 2 of the search ended early: it exited with code 0$/],
    ['reports what cannot be sent', /^worker [12] of 2 of the search ended early: .*could not be cloned/],
  ] as const)('a worker that %s ends the search', async (how, message) => {
    const search = inParallel(dying(how), 2);
    await expect(search).rejects.toThrow(WorkerDied);
    await expect(search).rejects.toThrow(message);
  });
});
