/** Asymmetries that hardly ever show: each is found, and the largest part of the group that does without it is kept. */
import { describe, expect, it } from 'vitest';
import {
  type AnyProc,
  bool,
  defineModel,
  int,
  type KernelOf,
  type Model,
  notationFor,
  PackedMachine,
  type Permutation,
  struct,
} from '../../../model/core/index.ts';
import { check } from '../../../properties/checker/check.ts';
import { each, type Property, type Situation } from '../../../properties/property.ts';
import { everyOrder } from '../../models/pairs.ts';

const structs = {
  job: struct({
    n: int(0, 3).racy().starts(0),
    done: bool().racy().starts(false),
    odd: bool().racy().starts(false),
  }),
  root: struct({ total: int(0, 15).racy().starts(0), lock: int(0, 1).racy().starts(0) }),
};
type Kernel = KernelOf<typeof structs>;
const { proc } = notationFor(structs);
type Run = (k: Kernel, self: number) => void;

/** Jobs that count in turns; `last` is done when all others are as far as they can be. */
function user({ step, when, last }: { step?: Run; when?: (k: Kernel, self: number) => boolean; last?: Run }): AnyProc {
  return proc(
    'user',
    'exact.ts',
    { self: 'struct job *' },
    {
      count: {
        line: 1,
        c: 'job->n++',
        run(k, f) {
          k.job(f.self).n += 1;
          step?.(k, f.self);
        },
      },
      wait: { line: 2, c: 'wait', when: (k, f) => when?.(k, f.self) ?? true, run: () => undefined },
      add: {
        line: 3,
        c: 'total++',
        run(k, f) {
          k.root(0).total += 1;
          last?.(k, f.self);
          k.job(f.self).done = true;
        },
      },
    },
  );
}

const bothIn = (order: readonly number[]): Permutation => ({ pools: { job: order }, contexts: order });

function jobs(n: number, how: Parameters<typeof user>[0] = {}): Model {
  const entry = user(how);
  const users = Array.from({ length: n }, (_, self) => [`user${self}`, { entry, args: { self } }] as const);
  return defineModel({
    structs,
    sizes: { job: n },
    contexts: Object.fromEntries(users),
    symmetry: () => ({ permutations: everyOrder(n).slice(1).map(bothIn) }),
  });
}

const nothing: Property<Kernel> = {
  name: 'nothing',
  meaning: 'nothing is wrong',
  reason: 'a test',
  antecedent: { text: 'always', reached: () => true },
};

const ofEach = (pool: string, ask: (k: Kernel, situation: Situation, id: number) => string | null) => each(pool, ask);

/** Verdicts of a search by orbits are those of one without, and so is what of the group is left: the order, with the identity. */
function decided(model: Model, of: Partial<Property<Kernel>> = {}) {
  const property = { ...nothing, ...of } as Property<unknown>;
  const reduced = check(new PackedMachine(model), [property], { leaving: { from: 0 } });
  const full = check(new PackedMachine(model), [property]);
  expect(reduced.judgements.map(({ verdict, reached }) => [verdict, reached])).toEqual(
    full.judgements.map(({ verdict, reached }) => [verdict, reached]),
  );
  return { order: Math.max(1, reduced.exploration.renamings.length), verdict: full.judgements[0]?.verdict };
}

/** All others are done, so that it shows in the last step alone. */
const isLast = (k: Kernel, self: number, n: number) =>
  Array.from({ length: n }, (_, id) => id === self || k.job(id).done).filter(Boolean).length === n;

describe('an asymmetry', () => {
  it('that is not there is not found', () => expect(decided(jobs(3))).toEqual({ order: 6, verdict: 'holds' }));
  it('in a step that writes something else in one state alone', () => {
    const last: Run = (k, self) => {
      if (self === 2 && k.root(0).total === 3) k.job(self).odd = true;
    };
    const odd = ofEach('job', (k, _, id) => (k.job(id).odd ? 'it is odd' : null));
    expect(decided(jobs(3, { last }), { always: odd })).toEqual({ order: 2, verdict: 'violated' });
  });
  it('in a step that chooses, for one alone', () => {
    const last: Run = (k, self) => {
      if (self === 0 && k.root(0).total === 3 && k.choose('way', [0, 1]) === 1) k.root(0).lock = 1;
    };
    expect(decided(jobs(3, { last }), { always: (k) => (k.root(0).lock === 1 ? 'it chose' : null) })).toEqual({
      order: 2,
      verdict: 'violated',
    });
  });
  it('in a condition', () => {
    const when = (k: Kernel, self: number) => self !== 1 || k.root(0).total !== 2;
    expect(decided(jobs(3, { when }), { atEnd: (_, __, end) => (end === 'stuck' ? 'stuck' : null) })).toEqual({
      order: 2,
      verdict: 'violated',
    });
  });
  it('in a halt', () => {
    const last: Run = (k, self) => k.BUG_ON(self === 1 && k.root(0).total === 3);
    expect(decided(jobs(3, { last }), { onHalt: ({ kind }) => kind === 'bug_on' })).toEqual({
      order: 2,
      verdict: 'violated',
    });
  });
  it('in what the judgement of a finding makes of names', () => {
    const last: Run = (k) => k.BUG_ON(k.root(0).total === 3);
    expect(decided(jobs(3, { last }), { onHalt: () => true }).order).toBe(6);
    expect(decided(jobs(3, { last }), { onHalt: (halt) => halt.context === 'user1' })).toEqual({
      order: 2,
      verdict: 'violated',
    });
    expect(decided(jobs(3, { last }), { onHalt: (halt) => halt.context !== 'user1' })).toEqual({
      order: 2,
      verdict: 'violated',
    });
  });
  it('in a predicate, on the way, in the end, or for the antecedent', () => {
    const first = (k: Kernel) => k.job(0).done && !k.job(1).done && !k.job(2).done;
    const says = (k: Kernel) => (first(k) ? 'the first is done' : null);
    expect(decided(jobs(3), { always: says })).toEqual({ order: 2, verdict: 'violated' });
    expect(decided(jobs(3), { atEnd: (k) => (k.job(0).n === 2 ? 'twice' : null) }).order).toBeGreaterThanOrEqual(2);
    expect(decided(jobs(3), { antecedent: { text: 'the first', reached: first } })).toEqual({
      order: 2,
      verdict: 'holds',
    });
  });
  it('in one of those that are asked the same', () => {
    const alike = ofEach('job', (k, _, id) => (k.job(id).done && k.root(0).total === 1 ? 'first' : null));
    expect(decided(jobs(3), { always: alike })).toEqual({ order: 6, verdict: 'violated' });
    const unlike = ofEach('job', (k, _, id) => (id === 2 && k.job(id).done && k.root(0).total === 1 ? 'first' : null));
    expect(decided(jobs(3), { always: unlike })).toEqual({ order: 2, verdict: 'violated' });
    const byContext = ofEach('context', (_, s, id) => (id === 0 && s.isAtRest(id) ? 'at rest' : null));
    expect(decided(jobs(3), { always: byContext })).toEqual({ order: 2, verdict: 'violated' });
  });
  it('is none where a predicate looks through all, in whatever order', () => {
    const all = (k: Kernel) => ([0, 1, 2].every((id) => k.job(id).done) ? 'all are done' : null);
    expect(decided(jobs(3), { always: all }).verdict).toBe('violated');
    const turned = (k: Kernel) => ([2, 0, 1].some((id) => k.job(id).n === 1 && k.job(id).done) ? 'some' : null);
    expect(decided(jobs(3), { always: turned }).verdict).toBe('violated');
  });
  it('in the last of them all, where it shows in the end alone', () => {
    const last: Run = (k, self) => {
      if (isLast(k, self, 3) && self === 2) k.root(0).lock = 1;
    };
    expect(
      decided(jobs(3, { last }), { atEnd: (k) => (k.root(0).lock === 1 ? 'the last was the third' : null) }),
    ).toMatchObject({
      verdict: 'violated',
    });
  });
});

/** Four jobs that may change places pair by pair: generators hold on the way, and their product does not. */
function paired(last: Run): Model {
  const model = jobs(4, { last });
  const permutations = [
    [1, 0, 2, 3],
    [0, 1, 3, 2],
    [1, 0, 3, 2],
  ].map(bothIn);
  return { ...model, symmetry: () => ({ permutations }) };
}

describe('a group', () => {
  it('of which only the product is none loses it, and one of the others', () => {
    // The way asks of one of each pair; the two that differ from it in one alone are told like it, the one in both is not.
    const wrong = (k: Kernel) =>
      k.job(0).n === 1 && k.job(2).n === 1 && k.job(1).n === 0 && k.job(3).n === 0 ? 'wrong' : null;
    const found = decided(
      paired(() => undefined),
      { always: wrong },
    );
    expect(found).toEqual({ order: 1, verdict: 'violated' });
  });
  it('is kept where it holds', () => expect(decided(paired(() => undefined))).toEqual({ order: 4, verdict: 'holds' }));
});

describe('a way whose image asks one cell more', () => {
  it('is compared for every answer to that', () => {
    // The second asks after the total too, and goes otherwise only where it is what it never was when the first was seen.
    const last: Run = (k, self) => {
      if (self === 1 && k.root(0).total === 2 && k.job(0).n === 0) k.job(self).odd = true;
    };
    const odd = ofEach('job', (k, _, id) => (k.job(id).odd ? 'it is odd' : null));
    expect(decided(jobs(2, { last }), { always: odd }).order).toBe(1);
  });
  it('makes no difference where it comes to the same', () => {
    const last: Run = (k, self) => void (self === 1 && k.root(0).lock === 1);
    expect(decided(jobs(2, { last })).verdict).toBe('holds');
  });
});
