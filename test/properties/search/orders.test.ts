/** In whatever order states are expanded, and wherever they are kept, a search comes to the same; and who gets it wrong is noticed. */
import { deepStrictEqual } from 'node:assert';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DepthFirst } from '../../../docs/examples/depth-first.ts';
import { peterson } from '../../../docs/examples/peterson.ts';
import { allEat, philosophers } from '../../../docs/examples/philosophers.ts';
import { twoPhaseCommit } from '../../../docs/examples/two-phase-commit.ts';
import { closeWorld } from '../../../model/closed-world.ts';
import { type Machine, PackedMachine } from '../../../model/core/index.ts';
import { worldOf } from '../../../model/scenarios/format/scenario.ts';
import { properties } from '../../../properties/aio/index.ts';
import { check, type CheckOptions } from '../../../properties/property.ts';
import {
  explore,
  type LookedUp,
  type Options,
  type SuccessorFilter,
  type VisitedSet,
} from '../../../properties/search/explore.ts';
import { BreadthFirst } from '../../../properties/search/frontier.ts';
import { countSchedules } from '../../../properties/search/schedules.ts';
import { fireTurn } from '../../../properties/search/turn.ts';
import { shippedScenario } from '../../ground-truth/truth.ts';
import { assertLaw } from '../../law.ts';
import { keyOf } from '../../models/naive-search.ts';
import { buildModel } from '../../models/random-model-build.ts';
import { modelPlan } from '../../models/random-model.ts';
import { kernel } from '../aio/decide.ts';

/** Any of those that wait, by a sequence of numbers. */
class AnyOrder extends DepthFirst {
  private at = 1;

  override push(state: number, steps: number): void {
    super.push(state, steps);
    this.at = (this.at * 75 + state) % 65537;
    const { stack } = this;
    const other = this.at % stack.length;
    [stack[other], stack[stack.length - 1]] = [stack.at(-1) as (typeof stack)[0], stack[other] as (typeof stack)[0]];
  }
}

/** Those in which fewest can go, which it goes to see. */
class FewestEnabled extends DepthFirst {
  private readonly machine: Machine;
  private readonly visited: VisitedSet;

  constructor(machine: Machine, visited: VisitedSet) {
    super();
    this.machine = machine;
    this.visited = visited;
  }
  private readonly enabled: number[] = [];

  override push(state: number, steps: number): void {
    super.push(state, steps);
    this.machine.restore(this.visited.goTo(state), 0);
    this.enabled[state] = this.machine.enabledContexts().length;
    this.stack.sort((a, b) => (this.enabled[b.state] as number) - (this.enabled[a.state] as number));
  }
}

/** States by a text of theirs. */
class StatesByText implements VisitedSet {
  private readonly numbers = new Map<string, number>();
  private readonly states: Uint32Array[] = [];
  private readonly predecessors: (readonly [parent: number, edge: number])[] = [];
  private readonly turns: (readonly [words: Uint32Array, ...about: number[]])[] = [];
  private readonly width: number;
  private readonly textOf: (words: Uint32Array) => string;

  constructor(width: number, textOf = (words: Uint32Array): string => words.join()) {
    this.width = width;
    this.textOf = textOf;
  }

  get size(): number {
    return this.states.length;
  }
  get waiting(): number {
    return this.turns.length;
  }
  add(words: Uint32Array): number {
    const text = this.textOf(words);
    const known = this.numbers.get(text);
    if (known !== undefined) return known;
    this.numbers.set(text, this.size);
    return this.states.push(Uint32Array.from(words)) - 1;
  }
  goTo(number: number): Uint32Array {
    return this.states[number] as Uint32Array;
  }
  handIn(machine: Pick<Machine, 'save'>, ...about: number[]): void {
    const words = new Uint32Array(this.width);
    machine.save(words, 0);
    this.turns.push([words, ...about]);
  }
  lookUp(hears: LookedUp): void {
    for (const [words, from = 0, edge = 0, steps = 0, stale = 0] of this.turns.splice(0)) {
      const before = this.size;
      const number = this.add(words);
      if (number === before) this.predecessors[number] = [from, edge];
      hears.onLookedUp(number, number === before, steps, stale);
    }
  }
  due(): null {
    return null;
  }
  parentOf(number: number): number {
    return this.predecessors[number]?.[0] ?? 0;
  }
  edgeOf(number: number): number {
    return this.predecessors[number]?.[1] ?? 0;
  }
}

const ways: Readonly<Record<string, Options>> = {
  'depth first': { frontier: () => new DepthFirst() },
  'where fewest can go': { frontier: (machine, visited) => new FewestEnabled(machine, visited) },
  'in any order': { frontier: () => new AnyOrder() },
  'states kept by text': { visited: (width) => new StatesByText(width) },
  'depth first, states kept by text': {
    frontier: () => new DepthFirst(),
    visited: (width) => new StatesByText(width),
  },
};

/** What does not depend on the order; states by what they are. */
function survey(machine: Machine, options: Options) {
  const states: string[] = [];
  const ends: string[] = [];
  const findings: string[] = [];
  const found = explore(
    machine,
    {
      state: () => states.push(keyOf(machine)),
      terminal: (_, end) => ends.push(`${end} ${keyOf(machine)}`),
      found: (_, __, ___, ____, finding) => findings.push(`${JSON.stringify(finding)} ${keyOf(machine)}`),
    },
    { ...options, keepGraph: true },
  );
  const { transitions, clipped, graph } = found;
  const schedules = graph === null ? null : countSchedules(graph);
  const seen = {
    states: new Set(states),
    ends: ends.toSorted(),
    findings: findings.toSorted(),
    transitions,
    clipped,
    schedules,
  };
  return { found, states, seen };
}

describe.each(Object.entries(ways))('%s', (_, options) => {
  it('a search finds the states, ends, findings and schedules of any model that it finds breadth first, and leads to each', () => {
    const agrees = fc.property(modelPlan, (plan) => {
      const machine = new PackedMachine(buildModel(plan));
      fc.pre(explore(machine, {}, { maxStates: 200 }).clipped === null);
      const { found, states, seen } = survey(machine, options);
      deepStrictEqual(seen, survey(machine, {}).seen);
      for (const [state, key] of states.entries()) {
        const turns = found.pathTo(state);
        machine.reset();
        for (const turn of turns) fireTurn(machine, turn);
        deepStrictEqual(keyOf(machine), key);
      }
    });
    assertLaw(agrees, 10);
  });

  it.each([
    ['dw1-inval', 'post-eiocbqueued'],
    ['dw1-inval', 'post-eiocbqueued+last-error-wins'],
    ['buffered-reader', '2.6.20'],
    ['dw1-reader', 'post-eiocbqueued+no-wake'],
  ])('%s under %s comes to the same verdicts, reduced or not, and to schedules as short', (scenario, patch) => {
    const decided = (more: CheckOptions) => {
      const machine = new PackedMachine(closeWorld(worldOf(shippedScenario(scenario)), kernel(patch)));
      return check(machine, properties, { shortestWithin: 1_000_000, ...more }).judgements.map(
        ({ property, verdict, violation }) => [property.name, verdict, violation?.turns.length, violation?.isShortest],
      );
    };
    const plainly = decided({});
    expect(decided(options)).toEqual(plainly);
    expect(decided({ ...options, leaving: { from: 0 } })).toEqual(plainly);
  });
});

it('depth first, a schedule is not told to be a shortest one, and nothing is known of any depth where the search is clipped', () => {
  const searched = (maxStates: number) =>
    explore(new PackedMachine(twoPhaseCommit(3)), {}, { maxStates, frontier: () => new DepthFirst() });
  expect(searched(1000)).toMatchObject({ clipped: null, isShortest: false, states: 288 });
  expect(searched(100)).toMatchObject({ clipped: 'max-states', isShortest: false, judgedDepth: -1 });
});

/** Made wrong on purpose. */
class Loses extends BreadthFirst {
  override get size(): number {
    return Math.max(0, super.size - 1);
  }
}
class Repeats extends DepthFirst {
  override pop(): number {
    const state = super.pop();
    if (state === 7) super.push(3, this.steps);
    return state;
  }
}
class Boasts extends DepthFirst {
  override readonly isByDistance = true;
}

it.each([
  ['loses a state', Loses, 'the frontier gave out'],
  ['gives one out twice', Repeats, 'the frontier gave out'],
  ['is not by distance, and says that it is', Boasts, 'after one that is farther'],
])('a frontier that %s is an internal error, and no verdict', (_, Frontier, message) => {
  const search = () => explore(new PackedMachine(peterson(null)), {}, { frontier: () => new Frontier() });
  expect(search).toThrow(message);
});

it('a visited set that takes states for others by less than all of their words comes to fewer', () => {
  const visited = (width: number) => new StatesByText(width, (words) => words.subarray(1).join());
  const machine = () => new PackedMachine(twoPhaseCommit(3));
  expect(explore(machine(), {}, { visited }).states).toBeLessThan(explore(machine(), {}).states);
});

/** All that can go; where that is one context, whose steps never choose here, the states on its way are not kept. */
class OneWay implements SuccessorFilter {
  lastEnabled: readonly number[] = [];
  private readonly machine: Machine;

  constructor(machine: Machine) {
    this.machine = machine;
  }
  select(): readonly number[] {
    return (this.lastEnabled = [...this.machine.enabledContexts()]);
  }
  next(): number {
    const [context, other] = this.machine.enabledContexts();
    return context === undefined || other !== undefined ? -1 : context;
  }
}
/** Made wrong on purpose: the first goes alone, or nobody does. */
class FirstAlone extends OneWay {
  override select(): readonly number[] {
    return super.select().slice(0, 1);
  }
}
class Nobody extends OneWay {
  override select(): readonly number[] {
    return [];
  }
}

describe('a successor filter of one’s own', () => {
  const decided = (filter?: CheckOptions['filter']) => {
    const found = check(new PackedMachine(philosophers(4, 'all left-handed')), [allEat], { filter });
    const { judgements, exploration } = found;
    return { exploration, violation: judgements[0]?.violation, verdict: judgements[0]?.verdict };
  };

  it('leaves out what it lets not go, merges what it follows, and comes to the same ends', () => {
    const [all, some] = [decided(), decided((machine) => new OneWay(machine))];
    expect([some.verdict, some.exploration.ends]).toEqual([all.verdict, all.exploration.ends]);
    expect(some.exploration.states).toBeLessThan(all.exploration.states);
    expect(some.exploration).toMatchObject({ reduced: true, isShortest: false });
    const machine = new PackedMachine(philosophers(4, 'all left-handed'));
    machine.reset();
    for (const turn of some.violation?.turns ?? []) fireTurn(machine, turn);
    expect(machine.enabledContexts()).toEqual([]);
  });

  it('that is wrong comes to other ends: nobody checks it', () => {
    const wrong = decided((machine) => new FirstAlone(machine));
    expect(wrong.exploration.ends).not.toEqual(decided().exploration.ends);
  });

  it('that lets nobody go is an internal error, and not beside the reductions', () => {
    expect(() => decided((machine) => new Nobody(machine))).toThrow('the filter lets nobody go');
    const both = { filter: (machine: Machine) => new OneWay(machine), leaving: {} };
    expect(() => check(new PackedMachine(peterson(2)), [], both)).toThrow('expected one of them');
  });
});
