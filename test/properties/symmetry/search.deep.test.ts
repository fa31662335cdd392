/** A search that keeps one state of each orbit against the search that keeps all. */
import { describe, expect, it } from 'vitest';
import { InternalError, type Model, PackedMachine, type Symmetry } from '../../../model/core/index.ts';
import { closeWorld } from '../../../model/closed-world.ts';
import { canonical as textOf } from '../../../properties/aio/outcome.ts';
import { outcomeSet } from '../../../properties/aio/outcome-set.ts';
import { properties } from '../../../properties/aio/index.ts';
import type { AioProperty, KernelView } from '../../../properties/aio/kernel-view.ts';
import { violationHere } from '../../../properties/checker/questions.ts';
import { check } from '../../../properties/checker/check.ts';
import { PropertyMonitor } from '../../../properties/checker/monitor.ts';
import { each, type Situation } from '../../../properties/property.ts';
import { explore } from '../../../properties/search/explore.ts';
import { fireTurn } from '../../../properties/search/turn.ts';
import type { Reductions } from '../../../properties/search/reduction.ts';
import { everyOrder, pairs } from '../../models/pairs.ts';
import { philosophers } from '../../../docs/examples/philosophers.ts';
import { twoPhaseCommit } from '../../../docs/examples/two-phase-commit.ts';
import { kernel } from '../aio/decide.ts';
import { endsOf, folded, missing, statesOf } from './quotient.ts';
import { accepted, tried } from './trying.ts';
import { symmetricWorlds } from './worlds.ts';
import { shareOf } from '../../drawn.ts';

/** Holds the quotient against the full search, state by state, and tells how many states each has. */
function compare(model: Model): { full: number; quotient: number } {
  const machine = new PackedMachine(model);
  const canonical = machine.canonical(model.symmetry?.() ?? { permutations: [] });
  const full = statesOf(machine);
  const quotient = statesOf(machine, canonical);
  const orbits = folded(machine, full, canonical);
  expect([missing(quotient, orbits), missing(orbits, quotient)]).toEqual([0, 0]);
  expect(endsOf(machine, quotient)).toEqual(endsOf(machine, orbits));
  return { full: full.size, quotient: quotient.size };
}

const atOnce: Reductions = { from: 0 };

/** How often a search ends in which way, by orbits and stubborn sets, and by neither. */
function ended(model: Model, reductions?: Reductions) {
  const { ends, renamings } = explore(new PackedMachine(model), {}, { reductions });
  return { ends: Object.entries(ends).map(([end, count]) => [end, count > 0]), renamings: renamings.length };
}

const permuting = (model: Model, symmetry: Symmetry): Model => ({ ...model, symmetry: () => symmetry });

const managers = (n: number): Model =>
  permuting(twoPhaseCommit(n, { onlyChanges: true }), {
    permutations: everyOrder(n)
      .slice(1)
      // TMCommit and TMAbort, and then five actions of each manager.
      .map((rm) => ({
        pools: { rm },
        contexts: [0, 1, ...rm.flatMap((m) => [0, 1, 2, 3, 4].map((a) => 2 + 5 * m + a))],
      })),
  });

const round = (n: number): Model => {
  const turns = Array.from({ length: n }, (_, by) => Array.from({ length: n }, (__, i) => (i + by) % n));
  return permuting(philosophers(n, 'all left-handed'), {
    permutations: turns.slice(1).map((turn) => ({ pools: { fork: turn }, contexts: turn })),
  });
};

describe('one state of each orbit is reached, and no other, of', () => {
  it.each([
    ['three resource managers', managers(3), 288, 80],
    ['four resource managers', managers(4), 1568, 166],
    ['four philosophers', round(4), 391, 104],
    ['three users of nodes', pairs(3), 2152, 380],
    ['three users that fail by name', pairs(3, 'struct node *', 'allocates twice'), 1888, 336],
  ])('%s', (_, model, full, quotient) => {
    expect(compare(model)).toEqual({ full, quotient });
    const { ends } = ended(model);
    const group = (model.symmetry?.().permutations.length ?? 0) + 1;
    expect(ended(model, atOnce)).toEqual({ ends, renamings: group });
    expect(ended(model, { ...atOnce, symmetry: false })).toEqual({ ends, renamings: 0 });
  });
});

function worldModel(name: string, patch: string) {
  const world = symmetricWorlds[name]?.[0];
  if (world === undefined) throw new Error(`there is no world ${name}`);
  return closeWorld(world, kernel(patch));
}

const small = [
  'two tasks, a buffered write each',
  'two tasks, a queued request each',
  'two tasks, the last reference of a file each',
  'two who submit and read',
  'two who cancel one request',
  'two who destroy the context',
];

// One of them in each run.
const kernels = shareOf(['2.6.20', 'post-eiocbqueued+wake', '2.6.20+put-context-twice'], 3);

describe.each(kernels)('of worlds under %s', (patch) => {
  const modelOf = (name: string) => worldModel(name, patch);

  // One of them in each run.
  const drawn = shareOf(small, 6);

  it.each(drawn)('one state of each orbit is reached, and no other: %s', (name) => {
    const { full, quotient } = compare(modelOf(name));
    expect(quotient).toBeLessThan(full * 0.6);
  });
  it.each(drawn)('outcomes and verdicts are the same: %s', (name) => {
    const model = modelOf(name);
    const outcomes = (reductions?: Reductions) => outcomeSet(new PackedMachine(model), { reductions });
    const reduced = outcomes(atOnce);
    const alone = outcomes({ ...atOnce, symmetry: false });
    expect([reduced.exploration.renamings.length, alone.exploration.renamings.length]).toEqual([2, 0]);
    expect(reduced.exploration.states).toBeLessThan(alone.exploration.states * 0.75);
    expect(reduced.outcomes.map(textOf)).toEqual(outcomes().outcomes.map(textOf));

    const judged = check(new PackedMachine(model), properties, { keepGraph: true, leaving: { from: 0 } });
    expect(judged.exploration.renamings).toHaveLength(2);
    const verdicts = ({ judgements, cyclic }: typeof judged) => [
      cyclic,
      ...judgements.map(({ property, verdict, reached }) => [property.name, verdict, reached]),
    ];
    expect(verdicts(judged)).toEqual(verdicts(check(new PackedMachine(model), properties, { keepGraph: true })));
    // A violation is told of the schedule that leads to it, which anybody can take.
    for (const { property, violation } of judged.judgements) {
      if (violation === null) continue;
      const fresh = new PackedMachine(model);
      fresh.reset();
      const findings = violation.turns.map((turn) => {
        expect(fresh.enabled(turn.context)).toBe(true);
        return fireTurn(fresh, turn).findings;
      });
      expect(violationHere(fresh, property, findings.at(-1) ?? [])).toBe(violation.message);
    }
  });
});

describe('with three requests that can all change places', () => {
  const model = worldModel('three tasks, a buffered write each', '2.6.20');

  it('one state of each orbit is reached, and no other: a sixth of all, but for the few that are like their images', () => {
    expect(compare(model)).toEqual({ full: 282118, quotient: 47131 });
  });
});

describe('properties of the kernel judge alike what is alike', () => {
  it.each([...small, 'two tasks, a request each that retries', 'three readers of one write'])('%s', (name) => {
    const model = worldModel(name, 'post-eiocbqueued');
    const { exploration } = check(new PackedMachine(model), properties, { leaving: { from: 0 } });
    expect(exploration.renamings).toHaveLength((model.symmetry?.().permutations.length ?? 0) + 1);
  });

  describe('and one that does not', () => {
    const model = worldModel('two tasks, a buffered write each', '2.6.20');
    const named = (more: Partial<AioProperty> = {}): AioProperty => ({
      ...(properties[0] as AioProperty),
      always: (k: KernelView) => (k.request(1).entered ? 'the second is done' : null),
      ...more,
    });
    const searched = (property: AioProperty, leaving: Reductions) => {
      const { judgements, exploration } = check(new PackedMachine(model), [property], {
        leaving: { from: 0, ...leaving },
      });
      return [judgements[0]?.verdict, exploration.reduced, exploration.renamings.length];
    };

    it('is found out, and then nothing is taken for what it is but for a renaming', () => {
      const machine = new PackedMachine(model);
      const { canonical } = tried(machine, () => new PropertyMonitor(machine, [named()]));
      expect(canonical).toBeNull();
      expect(searched(named(), {})).toEqual(['violated', true, 0]);
    });
    it('is no such thing where each of those that are alike is asked the same', () => {
      const always = each('request', (k: KernelView, _: Situation, iocb: number) =>
        k.request(iocb).entered ? 'it is done' : null,
      );
      expect(searched(named({ always }), {})).toEqual(['violated', true, 2]);
      const ofTheSecond = each('request', (k: KernelView, _: Situation, iocb: number) =>
        iocb === 1 && k.request(iocb).entered ? 'it is done' : null,
      );
      expect(searched(named({ always: ofTheSecond }), {})).toEqual(['violated', true, 0]);
    });
    it('tells of no violation that is none, where it is believed: rather it gives up', () => {
      const believed = [0, 1].map((iocb) => {
        const always = (k: KernelView) => (k.request(iocb).entered && !k.request(1 - iocb).entered ? 'done' : null);
        expect(searched(named({ always }), {})).toEqual(['violated', true, 0]);
        return attempt(() => searched(named({ always }), { canonicalOf: (_, machine) => accepted(machine) })[0]);
      });
      expect(believed).toContain('InternalError');
    });
  });
});

/** What it comes to, or that it gave up. */
function attempt<T>(what: () => T): T | 'InternalError' {
  try {
    return what();
  } catch (problem) {
    if (problem instanceof InternalError) return problem.name;
    throw problem;
  }
}
