/** Dijkstra's algorithm against costs that are corrected along all edges of the whole graph until none gets better. */
import { deepStrictEqual } from 'node:assert';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { closeWorld } from '../../../model/closed-world.ts';
import { type Finding, type Machine, PackedMachine } from '../../../model/core/index.ts';
import { worldOf } from '../../../model/scenarios/format/scenario.ts';
import { cheapest, type ReachedState } from '../../../properties/search/cheapest.ts';
import { asCost } from '../../../properties/search/cost-queue.ts';
import { explore } from '../../../properties/search/explore.ts';
import type { Turn } from '../../../properties/search/turn.ts';
import { shippedScenario } from '../../ground-truth/truth.ts';
import { bothMachines } from '../../models/machines.ts';
import { peterson, storesSwapped } from '../../../docs/examples/peterson.ts';
import { philosophers } from '../../../docs/examples/philosophers.ts';
import { buildModel } from '../../models/random-model-build.ts';
import { modelPlan } from '../../models/random-model.ts';
import { act, fn, nothing, tinyModel } from '../../models/tiny-kernel.ts';
import { commitsEarly, twoPhaseCommit } from '../../../docs/examples/two-phase-commit.ts';
import { kernel } from '../aio/decide.ts';
import { naiveIncidents, naivePlaces, stateGraph, type Tuple, tupleOf } from './naive-cheapest.ts';

const wordsOf = (machine: Machine): string => {
  const words = new Uint32Array(machine.width);
  machine.save(words, 0);
  return words.join();
};

/** Takes the turns from the initial state; what the last one came upon. */
function replay(machine: Machine, turns: readonly Turn[]): readonly Finding[] {
  machine.reset();
  let findings: readonly Finding[] = [];
  for (const { context, script } of turns) {
    if (!machine.enabled(context)) throw new Error(`${machine.contexts[context]} cannot go`);
    machine.script.splice(0, machine.script.length, ...script);
    ({ findings } = machine.fire(context));
  }
  return findings;
}

const costTuple = (place: ReachedState): Tuple => {
  const { faults, switches, steps } = asCost(place.cost);
  return [faults, switches, steps];
};

/** As the schedule itself says. */
const countedTuple = (turns: readonly Turn[]): Tuple => [
  turns.flatMap(({ script }) => script).filter((option) => option > 0).length,
  turns.filter(({ context }, i) => i > 0 && turns[i - 1]?.context !== context).length,
  turns.length,
];

const tell = (state: string, last: number | null | undefined, [faults, switches, steps]: Tuple): string =>
  `${state} after ${last ?? 'nobody'}: ${faults} faults, ${switches} switches, ${steps} steps`;
const tellIncident = (state: string, findings: readonly Finding[], cost: Tuple): string =>
  `${state} with ${JSON.stringify(findings)}: ${cost.join()}`;

/** Compares everything; how many places and incidents there were. */
function expectCheapest(machine: Machine): { places: number; incidents: number } {
  const graph = stateGraph(machine);
  const naive = naivePlaces(graph);
  const textOf = (state: number): string => (graph.states[state] as Uint32Array).join();
  const places: string[] = [];
  const incidents: string[] = [];
  let before = 0;
  for (const place of cheapest(machine)) {
    const state = place.state.join();
    deepStrictEqual(wordsOf(machine), state, 'the machine stands at the place');
    deepStrictEqual(place.cost >= before, true, 'no place is cheaper than the one before');
    before = place.cost;
    const turns = place.turns();
    const found = replay(machine, turns);
    deepStrictEqual(wordsOf(machine), state, 'the schedule leads to the place');
    deepStrictEqual(countedTuple(turns), costTuple(place), 'the schedule costs what the place does');
    if (place.findings.length === 0) places.push(tell(state, turns.at(-1)?.context, costTuple(place)));
    else {
      deepStrictEqual(found, place.findings, 'the last step comes upon what the place says');
      incidents.push(tellIncident(state, place.findings, costTuple(place)));
    }
  }
  const wanted = naive.map(({ state, last, cost }) => tell(textOf(state), last, tupleOf(cost)));
  deepStrictEqual(places.toSorted(), wanted.toSorted());
  const wantedIncidents = naiveIncidents(graph, naive).map(({ to, findings, cost }) =>
    tellIncident(textOf(to), findings, tupleOf(cost)),
  );
  deepStrictEqual(incidents.toSorted(), wantedIncidents.toSorted());
  return { places: places.length, incidents: incidents.length };
}

describe.each(bothMachines)('the cheapest schedules on the %s machine', (name, make) => {
  it.each([
    ['Peterson, two rounds', peterson(2)],
    ['Peterson for ever', peterson(null)],
    ['Peterson with its stores swapped', peterson(1, storesSwapped)],
    ['three philosophers', philosophers(3, 'all left-handed')],
    ['two-phase commit', twoPhaseCommit(2)],
    ['two-phase commit that commits early', twoPhaseCommit(2, { onlyChanges: true, patch: commitsEarly })],
  ])('of %s are those that a correction of all costs finds', (__, model) => {
    expect(expectCheapest(make(model)).places).toBeGreaterThan(5);
  });

  it('of random models are those that a correction of all costs finds', () => {
    let incidents = 0;
    const agree = fc.property(modelPlan, (plan) => {
      const machine = make(buildModel(plan));
      fc.pre(explore(machine, {}, { maxStates: 150 }).clipped === null);
      incidents += expectCheapest(machine).incidents;
    });
    // The reference machine takes thirty times as long.
    fc.assert(agree, { seed: 2007, numRuns: name === 'packed' ? 40 : 8 });
    expect(incidents).toBeGreaterThan(5);
  });

  it('tell of a step that came upon something at its own cost, even if its state was reached cheaper', () => {
    // Both ways lead to the same state, but the second writes a guarded field without its lock.
    const careless = fn('careless', {
      choose: act((k) => {
        if (k.choose('way', [0, 1]) === 1) k.root(0).total = 0;
      }),
      after: nothing,
    });
    const machine = make(tinyModel([careless]));
    const told = [...cheapest(machine)].map(({ cost, state, findings }) => ({ cost: asCost(cost), state, findings }));
    expect(told.map(({ cost, findings }) => [cost.faults, cost.steps, findings.map(({ kind }) => kind)])).toEqual([
      [0, 0, []],
      [0, 1, []],
      [0, 2, []],
      [1, 1, ['unguarded']],
    ]);
    expect(told[3]?.state).toEqual(told[1]?.state);
    expectCheapest(machine);
  });

  it('begin with no step at all, and tell a return to the initial state from it', () => {
    const turning = fn('turning', { again: { line: 1, c: 'for (;;)', run: () => undefined, then: 'again' } });
    const machine = make(tinyModel([turning]));
    const [start, back, ...rest] = [...cheapest(machine)];
    expect([start?.cost, start?.turns()]).toEqual([0, []]);
    expect(back?.turns()).toEqual([{ context: 0, script: [] }]);
    expect(back?.state).toEqual(start?.state);
    expect(rest).toEqual([]);
  });

  it('are the same whatever is done with the machine in between', () => {
    const told = (machine: Machine, disturb: () => void) => {
      const seen: unknown[] = [];
      for (const place of cheapest(machine)) {
        disturb();
        seen.push([place.cost, place.state, place.turns()]);
        disturb();
      }
      return seen;
    };
    const machine = make(philosophers(3, 'all left-handed'));
    const undisturbed = told(machine, () => undefined);
    const disturbed = told(machine, () => {
      machine.reset();
      machine.script.push(1, 2, 3);
      machine.fire(1);
    });
    expect(disturbed).toEqual(undisturbed);
  });

  it('are still told when the search has gone on', () => {
    const machine = make(peterson(1, storesSwapped));
    const places = [...cheapest(machine)];
    for (const place of places) {
      replay(machine, place.turns());
      expect(wordsOf(machine)).toBe(place.state.join());
    }
  });
});

describe('the cheapest schedules of the kernel', () => {
  const machineOf = (scenario: string, patch: string) =>
    new PackedMachine(closeWorld(worldOf(shippedScenario(scenario)), kernel(patch)));

  it.each([
    ['buffered-reader', '2.6.20'],
    ['dw1', '2.6.20'],
    ['dw1-nowait', 'post-eiocbqueued'],
    ['dw1-inval', 'post-eiocbqueued+wake'],
    ['dw1-nowait', '2.6.20+put-without-lock'],
    ['buffered-reader', '2.6.20+publish-before-event'],
  ])('in %s under %s are those that a correction of all costs finds', (scenario, patch) => {
    const { places, incidents } = expectCheapest(machineOf(scenario, patch));
    console.log(`${scenario} under ${patch}: ${places} places, ${incidents} steps that came upon something`);
    expect(places).toBeGreaterThan(100);
  });
});
