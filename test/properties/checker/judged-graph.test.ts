/** The graph of judged states, held to a search that judges verdicts, and state by state to questions asked anew. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { closeWorld } from '../../../model/closed-world.ts';
import { type Machine, PackedMachine, runToEnd } from '../../../model/core/index.ts';
import { worldOf } from '../../../model/scenarios/format/scenario.ts';
import { properties } from '../../../properties/aio/index.ts';
import { check } from '../../../properties/checker/check.ts';
import { judgingStates, type JudgedGraph } from '../../../properties/checker/judged-graph.ts';
import type { Property } from '../../../properties/checker/property.ts';
import { violationHere } from '../../../properties/checker/questions.ts';
import { sound } from '../../../properties/checker/sound.ts';
import { countEnd, noEnds } from '../../../properties/search/ends.ts';
import { explore, type Limits } from '../../../properties/search/explore.ts';
import { shippedScenario } from '../../ground-truth/truth.ts';
import { assertLaw } from '../../law.ts';
import { buildModel } from '../../models/random-model-build.ts';
import { modelPlan } from '../../models/random-model.ts';
import { act, fn, type Kernel, nothing, tinyModel } from '../../models/tiny-kernel.ts';
import { kernel } from '../aio/decide.ts';

const statesOf = <K>(machine: Machine, asked: readonly Property<K>[], limits: Limits = {}) =>
  runToEnd(judgingStates(machine, asked, limits));

function judged<K>(machine: Machine, asked: readonly Property<K>[]): JudgedGraph {
  const { judged: graph } = statesOf(machine, asked);
  if (graph === null) throw new Error('it is whole');
  return graph;
}

/** The names of all that is violated in some state or by some turn. */
function violatedIn({ graph, classes, labels }: JudgedGraph): string[] {
  const states = Array.from({ length: graph.states }, (_, state) => classes[graph.classOf(state)]?.violated ?? []);
  const turns = Array.from({ length: graph.edges }, (_, edge) => labels[graph.labelOf(edge)]?.violated ?? []);
  return [...new Set([...states, ...turns].flat())].toSorted();
}

/** Of states in the order of the search, what each violates, asked of a machine that is brought there by its schedule. */
function askedAnew<K>(machine: Machine, asked: readonly Property<K>[]): string[][] {
  const found: string[][] = [];
  const words: Uint32Array[] = [];
  explore(machine, {
    state(number) {
      const here = new Uint32Array(machine.width);
      machine.save(here, 0);
      words[number] = here;
    },
  });
  for (const here of words) {
    machine.restore(here, 0);
    found.push(asked.filter((property) => violationHere(machine, property, []) !== null).map(({ name }) => name));
  }
  return found;
}

const machineOf = (scenario: string, patch: string) =>
  new PackedMachine(closeWorld(worldOf(shippedScenario(scenario)), kernel(patch)));

const CASES: readonly (readonly [string, string])[] = [
  ['dw1-inval', '2.6.20'],
  ['dw1-inval', 'post-eiocbqueued'],
  ['dw1-reader', 'post-eiocbqueued'],
  ['dw1-inval', 'invalidate-first'],
  ['queued-cancel', '2.6.20'],
  ['buffered', '2.6.20+put-without-lock'],
  ['dw1-inval', '2.6.20+publish-before-event'],
];

describe.each(CASES)('of %s under %s', (scenario, patch) => {
  it('has the states, turns and ends of a search', () => {
    const machine = machineOf(scenario, patch);
    const { states, transitions, ends, depth } = explore(machine, {});
    const { judged: graph, progress } = statesOf(machine, properties);
    expect(progress).toMatchObject({ states, transitions, depth, queue: 0, reduced: false });
    expect([graph?.graph.states, graph?.graph.edges]).toEqual([states, transitions]);
    const found = noEnds();
    for (let state = 0; state < states; state++) {
      const end = graph?.classes[graph.graph.classOf(state)]?.end;
      if (end) countEnd(found, end);
    }
    expect(found).toEqual(ends);
  });

  it('something violates a property where its verdict is that', () => {
    const { judgements } = check(machineOf(scenario, patch), properties);
    const violated = judgements.filter(({ verdict }) => verdict === 'violated').map(({ property }) => property.name);
    expect(violatedIn(judged(machineOf(scenario, patch), properties))).toEqual(violated.toSorted());
  });

  it('each state violates what it violates when it is asked alone', () => {
    const { graph, classes } = judged(machineOf(scenario, patch), properties);
    const found = Array.from({ length: graph.states }, (_, state) => classes[graph.classOf(state)]?.violated);
    expect(found).toEqual(askedAnew(machineOf(scenario, patch), properties));
  });
});

const property = (more: Partial<Property<Kernel>>): Property<unknown> =>
  ({
    name: 'mine',
    meaning: 'as the test says',
    reason: 'a test',
    antecedent: { text: 'always', reached: () => true },
    ...more,
  }) as Property<unknown>;

it('of random models too; what a step comes upon is on its turn', () => {
  let turns = 0;
  assertLaw(
    fc.property(modelPlan, (plan) => {
      const model = buildModel(plan);
      const { verdict } = check(new PackedMachine(model), [sound]).judgements[0] ?? {};
      const found = judged(new PackedMachine(model), [sound]);
      expect(violatedIn(found)).toEqual(verdict === 'violated' ? ['sound'] : []);
      turns += found.labels.filter(({ violated }) => violated.length > 0).length;
      const { states, transitions } = explore(new PackedMachine(model), {});
      expect([found.graph.states, found.graph.edges]).toEqual([states, transitions]);
    }),
    60,
  );
  expect(turns).toBeGreaterThan(20);
});

describe('a property of livelocks', () => {
  const mayGoRound = fn('may', {
    choose: {
      line: 1,
      c: 'if (…) for (;;)',
      run: (k: Kernel) => (k.choose('way', [0, 1]) === 0 ? ('return' as const) : ('round' as const)),
    },
    round: { ...nothing, then: 'round' },
  });

  it('is violated in the states from which no end can be reached, and in no other', () => {
    const { graph, classes, labels } = judged(new PackedMachine(tinyModel([mayGoRound])), [
      property({ livelock: true }),
      property({ name: 'other' }),
    ]);
    const told = Array.from({ length: graph.states }, (_, state) => classes[graph.classOf(state)]);
    expect(told.map((one) => [one?.end, one?.violated])).toEqual([
      [null, []],
      ['done', []],
      [null, ['mine']],
    ]);
    expect(labels.map(({ choices }) => choices)).toEqual([
      [{ name: 'way', value: 0 }],
      [{ name: 'way', value: 1 }],
      [],
    ]);
  });
});

describe('what bounds it', () => {
  const counts = fn('counts', { a: nothing, b: act((k) => void (k.root(0).seen = 1)), c: nothing });
  const machine = () => new PackedMachine(tinyModel([counts, counts]));

  it('is a number of states: of more there is no graph', () => {
    const { states } = statesOf(machine(), []).progress;
    expect(statesOf(machine(), [], { maxStates: states })).toMatchObject({ clipped: null });
    expect(statesOf(machine(), [], { maxStates: states - 1 })).toMatchObject({ clipped: 'max-states', judged: null });
  });
  it('is memory', () => {
    expect(statesOf(machineOf('dw1-reader', '2.6.20'), [], { maxMemory: 1000 })).toMatchObject({
      clipped: 'max-memory',
      judged: null,
    });
  });
  it('is time, and whoever asks to stop', () => {
    expect(statesOf(machineOf('dw1-reader', '2.6.20'), [], { maxSeconds: 1e-9 })).toMatchObject({
      clipped: 'max-seconds',
      judged: null,
    });
    const work = judgingStates(machineOf('dw1-reader', '2.6.20'), [], {});
    work.next();
    expect(work.next('stop').value).toMatchObject({ clipped: 'interrupted', judged: null });
  });
});
