/** Whole runs as a fast-check arbitrary: its laws, and that a run says of a property what its turns say when replayed. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { closeWorld } from '../../../model/closed-world.ts';
import { type Machine, PackedMachine, type Patch, ReferenceMachine } from '../../../model/core/index.ts';
import { worldOf } from '../../../model/scenarios/format/scenario.ts';
import { properties } from '../../../properties/aio/index.ts';
import type { AioProperty } from '../../../properties/aio/kernel-view.ts';
import { Run, runs } from '../../../properties/aio/runs.ts';
import { type ScenarioConstraints, scenarios } from '../../../properties/aio/scenario-arbitrary.ts';
import { violationHere } from '../../../properties/checker/questions.ts';
import { fireTurn } from '../../../properties/search/turn.ts';
import { type StrategyName, strategyNamed } from '../../../properties/search/strategies.ts';
import { shippedScenario } from '../../ground-truth/truth.ts';
import { arbitraryLaws } from '../arbitrary-laws.ts';
import { kernel } from './decide.ts';
import { shareOf } from '../../drawn.ts';

/** Tasks and requests, faults, switches, steps. */
const measure = ({ scenario, turns }: Run): number[] => [
  scenario.tasks.length + scenario.iocbs.length,
  turns.flatMap(({ script }) => script).filter((option) => option > 0).length,
  turns.filter(({ context }, i) => i > 0 && turns[i - 1]?.context !== context).length,
  turns.length,
];

function isSmaller(run: Run, than: Run): boolean {
  const [mine, others] = [measure(run), measure(than)];
  const at = mine.findIndex((part, i) => part !== others[i]);
  return at >= 0 && (mine[at] as number) < (others[at] as number);
}

const small: ScenarioConstraints = { tasks: { max: 2 }, requests: { max: 2 }, bios: { max: 1 } };
const machineOf = ({ scenario }: Run, patch: Patch): Machine => new PackedMachine(closeWorld(worldOf(scenario), patch));
const referenceOf = ({ scenario }: Run, patch: Patch): Machine =>
  new ReferenceMachine(closeWorld(worldOf(scenario), patch));

function canBeReplayed(machine: Machine, { turns }: Run): boolean {
  machine.reset();
  return turns.every((turn) => {
    if (!machine.enabled(turn.context)) return false;
    const { choices, findings } = fireTurn(machine, turn);
    return turn.script.length <= choices.length && findings.every(({ what }) => !what.includes('has no option'));
  });
}

const patch = kernel('post-eiocbqueued');
const lawful = runs({
  patch,
  scenarios: scenarios({ ...small, requests: { max: 1 } }),
  strategy: strategyNamed('pct'),
});
const dw1 = shippedScenario('dw1');
const dw1Machine = new PackedMachine(closeWorld(worldOf(dw1), patch));
arbitraryLaws('runs', {
  arbitrary: lawful,
  isValid: (run) => canBeReplayed(machineOf(run, patch), run) && lawful.canShrinkWithoutContext(run),
  isSmaller,
  slower: 12,
  show: ({ scenario, turns }) => JSON.stringify([scenario, turns]),
  foreign: [
    {},
    { scenario: dw1, turns: [] },
    Run.of(dw1, dw1Machine, [{ context: 99, script: [] }]),
    Run.of(dw1, dw1Machine, [{ context: 0, script: [7] }]),
  ],
});

/** What replay on a machine of its own says: how many turns lead to the first moment that is wrong, and what is. */
function replayed(machine: Machine, { turns }: Run, property: AioProperty): readonly [number, string] | null {
  machine.reset();
  const before = violationHere(machine, property, []);
  if (before !== null) return [0, before];
  for (const [i, turn] of turns.entries()) {
    const message = violationHere(machine, property, fireTurn(machine, turn).findings);
    if (message !== null) return [i + 1, message];
  }
  return null;
}

const told = (run: Run, property: AioProperty): readonly [number, string] | null => {
  const violation = run.violation(property);
  return violation === null ? null : [violation.turns.length, violation.message];
};

const judged: readonly (readonly [patch: string, property: string, strategy: StrategyName])[] = [
  ['2.6.20', 'no-double-completion', 'uniform'],
  ['post-eiocbqueued', 'no-lost-wakeup', 'pct'],
  ['2.6.20+put-without-lock', 'lock-discipline', 'pos'],
  ['2.6.20+publish-before-event', 'ring-sound', 'pos'],
  ['2.6.20+users-start-at-one', 'no-use-after-free', 'uniform'],
];

// Half of them in each run.
describe.each(shareOf(judged, 2))('a run of %s tells of %s', (name, called, strategy) => {
  const patched = kernel(name);
  const property = properties.find((one) => one.name === called) as AioProperty;
  const arbitrary = runs({ patch: patched, scenarios: scenarios(small), strategy: strategyNamed(strategy) });

  it('what its turns tell when another machine takes them, and the reference machine', () => {
    const violated: Run[] = [];
    for (const run of fc.sample(arbitrary, { seed: 2007, numRuns: 25 })) {
      const expected = replayed(machineOf(run, patched), run, property);
      expect(told(run, property)).toEqual(expected);
      if (expected !== null) violated.push(run);
    }
    expect(violated.length).toBeGreaterThan(0);
    for (const run of violated.slice(0, 5))
      expect(replayed(referenceOf(run, patched), run, property)).toEqual(told(run, property));
  });

  it('the same again, and in whichever order it and its shrinks are asked', () => {
    const fails = fc.property(arbitrary, (run) => run.violation(property) === null);
    const drawn = fc.check(fails, { seed: 2007, numRuns: 5000, endOnFailure: true }).counterexample?.[0] as Run;
    const before = told(drawn, property);
    const smaller = [...arbitrary.shrink(drawn, undefined).take(50)].map(({ value }) => value);
    const forwards = smaller.map((run) => told(run, property));
    const texts = smaller.map(String);
    expect(told(drawn, property)).toEqual(before);
    expect(smaller.toReversed().map((run) => told(run, property))).toEqual(forwards.toReversed());
    expect(smaller.map(String)).toEqual(texts);
  });

  it('what its turns tell, of each run that shrinking tries until the first that fails', () => {
    for (let seed = 1; seed <= 2; seed++) {
      const tried: Run[] = [];
      const fails = fc.property(arbitrary, (run) => {
        tried.push(run);
        return run.violation(property) === null;
      });
      const { counterexample, numRuns } = fc.check(fails, { seed, numRuns: 5000 });
      const [shrunk] = counterexample as [Run];
      // Too many to replay all: some on the way, and the last ones.
      const shrinks = tried.slice(numRuns);
      const looked = shrinks.filter((_, i) => i % Math.ceil(shrinks.length / 40) === 0 || i > shrinks.length - 20);
      for (const run of looked) expect(told(run, property)).toEqual(replayed(machineOf(run, patched), run, property));
      const verdict = told(shrunk, property);
      expect(verdict?.[0]).toBe(shrunk.turns.length);
      expect(replayed(machineOf(shrunk, patched), shrunk, property)).toEqual(verdict);
      expect(replayed(referenceOf(shrunk, patched), shrunk, property)).toEqual(verdict);
    }
  });

  it('the same when it is drawn again by seed and path', () => {
    const fails = fc.property(arbitrary, (run) => run.violation(property) === null);
    const found = fc.check(fails, { seed: 4, numRuns: 5000 });
    const again = fc.check(fails, { seed: 4, path: found.counterexamplePath ?? '', endOnFailure: true });
    const [run, same] = [found.counterexample?.[0] as Run, again.counterexample?.[0] as Run];
    expect(same.scenario).toEqual(run.scenario);
    expect(same.turns).toEqual(run.turns);
    expect(told(same, property)).toEqual(told(run, property));
    expect(fc.stringify(same)).toBe(fc.stringify(run));
  });
});

describe('a run as a text', () => {
  it('tells who goes for how many steps, and in a failure what it takes, too', () => {
    const turn = { context: 0, script: [] };
    const run = Run.of(dw1, dw1Machine, [turn, turn, turn]);
    expect(String(run)).toBe('submitter 3');
    expect(fc.stringify(run)).toMatch(/^\{"iocbs":.*\}: 0 faults, 0 switches, 3 steps: submitter 3$/);
  });
});
