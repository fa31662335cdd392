/**
 * Random small models, as data that fast-check can print and shrink: two or three contexts over a few functions, made of
 * fragments that a kernel is made of (locked sections, the life of an object, calls, loops, choices) and, now and then,
 * of the mistakes that the machines must notice. `random-model-build.ts` makes a model of the description.
 */
import fc from 'fast-check';
import type { ModelFaultKind, OopsKind, BreachKind } from '../../model/core/index.ts';
import type {
  Local,
  LockTarget,
  ListTarget,
  ModelPlan,
  Next,
  NodeId,
  NodeScalar,
  Op,
  RootScalar,
  StepPlan,
  Target,
  When,
} from './random-model-plan.ts';

/** What the random models must come upon, all told, for the suite to mean something. */
export const wanted: readonly `${'oops' | 'fault' | 'breach'} ${OopsKind | ModelFaultKind | BreachKind}`[] = [
  'oops use_after_free',
  'oops double_free',
  'oops bug_on',
  'oops bad_pointer',
  'fault range',
  'fault unwritten',
  'fault label',
  'fault overflow',
  'fault threw',
  'breach unguarded',
  'breach unpublished',
  'breach constant',
  'breach local',
  'breach lock',
  'breach order',
  'breach atomic',
];

const local = fc.constantFrom<Local>('a', 'b');
const small = fc.integer({ min: 0, max: 2 });
/** Mostly the node that lives from the start. */
const node = fc.oneof(
  { weight: 12, arbitrary: fc.constant<NodeId>(0) },
  { weight: 1, arbitrary: fc.constantFrom<NodeId>(1, 2, 'p') },
);
const lock = fc.oneof(
  { weight: 2, arbitrary: fc.constant<LockTarget>('root') },
  { weight: 1, arbitrary: fc.constant<LockTarget>({ node: 0 }) },
);
const oneIn = <T, U>(n: number, rare: fc.Arbitrary<T>, usual: fc.Arbitrary<U>): fc.Arbitrary<T | U> =>
  fc.oneof({ weight: 1, arbitrary: rare }, { weight: n - 1, arbitrary: usual });

const racy = fc.oneof(
  fc.record({ node, field: fc.constantFrom<NodeScalar>('n', 'n', 'color', 'next') }),
  fc.record({ root: fc.constantFrom<RootScalar>('flag', 'first') }),
);
const anyTarget: fc.Arbitrary<Target> = fc.oneof(
  fc.record({ node, field: fc.constantFrom<NodeScalar>('n', 'mark', 'res', 'count', 'held', 'origin') }),
  fc.record({ root: fc.constant<RootScalar>('total') }),
);
const onTarget = (target: fc.Arbitrary<Target>): fc.Arbitrary<Op> =>
  fc.oneof(
    fc.record({ op: fc.constant('store' as const), to: target, nth: oneIn(12, fc.constant(9), small) }),
    fc.record({ op: fc.constant('load' as const), from: target, into: local }),
    fc.record({ op: fc.constant('add' as const), to: target, by: fc.constantFrom(1, 1, -1) }),
  );
const onList = (list: fc.Arbitrary<ListTarget>): fc.Arbitrary<Op> => {
  const element = oneIn(16, fc.constant(9), small);
  return fc.oneof(
    fc.record({ op: fc.constant('insert' as const), list, element, tail: fc.boolean() }),
    fc.record({ op: fc.constant('insert' as const), list, element, tail: fc.boolean() }),
    fc.record({ op: fc.constant('remove' as const), list, element, into: local }),
    fc.record({ op: fc.constant('head' as const), list, into: local }),
  );
};
const onLocals: fc.Arbitrary<Op> = fc.oneof(
  fc.record({ op: fc.constant('count' as const), local, by: fc.constantFrom(1, -1) }),
  fc.record({ op: fc.constant('point' as const), node: fc.constantFrom<0 | 1 | 2 | -1>(0, 0, 1, 2, -1) }),
);
const choice: fc.Arbitrary<Op> = fc.record({
  op: fc.constant('choose' as const),
  options: fc.constantFrom([0, 1], [0, 1, 2], [1]),
  into: local,
});
const logging = onList(fc.constant({ root: 'log' } as const));

const next: fc.Arbitrary<Next> = fc.oneof(
  { weight: 8, arbitrary: fc.constant<Next>('on') },
  { weight: 1, arbitrary: fc.constant<Next>('return') },
  { weight: 3, arbitrary: fc.record({ when: local, is: fc.constantFrom(0, 1), ahead: fc.constantFrom(1, 2, 3) }) },
);
const when: fc.Arbitrary<When> = fc.oneof(
  { weight: 8, arbitrary: fc.constant<When>('always') },
  { weight: 1, arbitrary: fc.constantFrom<When>('flag', 'total', 'node') },
  { weight: 1, arbitrary: fc.record({ local, isNot: fc.constantFrom(0, 1) }) },
);

const act = (ops: fc.Arbitrary<readonly Op[]>): fc.Arbitrary<StepPlan> =>
  fc.record({ does: fc.constant('act' as const), ops, when, next });
const acting = (...ops: Op[]): StepPlan => ({ does: 'act', ops, when: 'always', next: 'on' });
const some = (op: fc.Arbitrary<Op>): fc.Arbitrary<readonly Op[]> => fc.array(op, { minLength: 1, maxLength: 2 });

/** Steps that belong together. */
type Fragment = fc.Arbitrary<readonly StepPlan[]>;
const one = (step: fc.Arbitrary<StepPlan>): Fragment => step.map((plan) => [plan]);

const rootSection: Fragment = fc
  .array(
    act(
      some(
        fc.oneof(
          onTarget(fc.constant({ root: 'total' } as const)),
          onTarget(fc.constant({ node: 0, field: 'held' } as const)),
          onList(fc.constant({ root: 'queue' } as const)),
        ),
      ),
    ),
    { minLength: 1, maxLength: 2 },
  )
  .map((inside) =>
    [[{ does: 'acquire', lock: 'root' } as const], inside, [{ does: 'release', lock: 'root' } as const]].flat(),
  );
const nodeSection: Fragment = act(
  some(
    fc.oneof(
      onTarget(fc.constant({ node: 0, field: 'count' } as const)),
      onList(fc.constant({ node: 0, list: 'kin' } as const)),
    ),
  ),
).map((inside) => [{ does: 'acquire', lock: { node: 0 } }, inside, { does: 'release', lock: { node: 0 } }]);
/** Locks one inside the other, in this order or that, and perhaps something that may sleep. */
const nest: Fragment = fc
  .record({
    locks: fc.shuffledSubarray<LockTarget>(['root', { node: 0 }], { minLength: 2 }),
    ops: fc.constantFrom<Op[]>([], [{ op: 'sleep' }]),
  })
  .map(({ locks, ops }) => {
    const each = (does: 'acquire' | 'release') => locks.map((target) => ({ does, lock: target }));
    return [each('acquire'), acting(...ops), each('release').toReversed()].flat();
  });
/** A node is made, filled in and published, or given back; now and then others can find it too early. */
const birth: Fragment = fc
  .record({
    id: fc.constantFrom<1 | 2>(1, 2),
    mine: fc.array(onTarget(anyTarget), { maxLength: 2 }),
    leaks: fc.boolean(),
    ends: fc.constantFrom('publish' as const, 'publish' as const, 'discard' as const),
  })
  .map(({ id, mine, leaks, ends }) => [
    acting({ op: 'alloc', node: id }, ...(leaks ? [{ op: 'store', to: { root: 'first' }, nth: id } as const] : [])),
    acting({ op: 'store', to: { node: id, field: 'mark' }, nth: 1 }, ...mine),
    acting({ op: ends, node: id }),
  ]);
const visit: Fragment = onTarget(
  fc.record({ node: fc.constant('p' as const), field: fc.constantFrom<NodeScalar>('n', 'mark', 'held', 'count') }),
).map((op) => [acting({ op: 'follow' }, op)]);
const death: Fragment = node.map((id) => [acting({ op: 'free', node: id })]);

const mistake: Fragment = fc.oneof(
  node.map((id) => [acting({ op: 'free', node: id }), acting({ op: 'free', node: id })]),
  node.map((id) => [acting({ op: 'free', node: id }), acting({ op: 'add', to: { node: id, field: 'n' }, by: 1 })]),
  lock.map((twice): readonly StepPlan[] => [
    { does: 'acquire', lock: twice },
    { does: 'acquire', lock: twice },
  ]),
  lock.map((target) => [acting({ op: 'take', lock: target })]),
  lock.map((target) => [acting({ op: 'drop', lock: target })]),
  one(act(some(onTarget(anyTarget)))),
  fc.constant([acting({ op: 'store', to: { node: 0, field: 'origin' }, nth: 2 })]),
  one(act(some(onList(fc.constant({ root: 'queue' } as const))))),
  one(fc.record({ does: fc.constant('go' as const), ops: some(onTarget(fc.constant({ node: 0, field: 'n' }))), next })),
  one(fc.record({ does: fc.constant('go' as const), ops: some(onLocals), next: fc.constant<Next>('nowhere') })),
  one(
    fc.record({
      does: fc.constant('go' as const),
      ops: fc.constantFrom<readonly Op[]>(
        [
          { op: 'point', node: -1 },
          { op: 'load', from: { node: 'p', field: 'n' }, into: 'a' },
        ],
        [{ op: 'free', node: 0 }],
        [{ op: 'bugIf', local: 'a', is: 0 }],
        [{ op: 'insert', list: { root: 'log' }, element: 0, tail: true }, { op: 'throw' }],
      ),
      next,
    }),
  ),
  fc.constant([{ does: 'act', ops: [], when: 'always', next: 'nowhere' }] as const),
  fc.constant([{ does: 'spin' }] as const),
  fc.constant([acting({ op: 'throw' })]),
  fc.record({ op: fc.constant('bugIf' as const), local, is: fc.constantFrom(0, 1) }).map((op) => [acting(op)]),
  fc.record({ op: fc.constant('bugIf' as const), local, is: fc.constantFrom(0, 1) }).map((op) => [acting(op)]),
);

const fragment = (calls: readonly number[]): Fragment => {
  const call: Fragment =
    calls.length === 0
      ? one(act(some(onLocals)))
      : one(
          fc.record({
            does: fc.constant('call' as const),
            callee: fc.constantFrom(...calls),
            with: local,
            into: fc.constantFrom<Local | null>('a', 'b', null),
          }),
        );
  const loop = fc.record({
    does: fc.constant('loop' as const),
    back: fc.constantFrom(1, 2, 3),
    times: fc.constantFrom(1, 2, 3),
    acts: fc.boolean(),
  });
  return fc.oneof(
    { weight: 5, arbitrary: one(act(some(onTarget(racy)))) },
    { weight: 3, arbitrary: rootSection },
    { weight: 3, arbitrary: nodeSection },
    { weight: 3, arbitrary: nest },
    { weight: 3, arbitrary: birth },
    { weight: 3, arbitrary: visit },
    { weight: 1, arbitrary: death },
    { weight: 3, arbitrary: call },
    { weight: 2, arbitrary: one(loop) },
    { weight: 2, arbitrary: one(act(fc.array(choice, { minLength: 2, maxLength: 2 }))) },
    { weight: 2, arbitrary: one(act(some(choice))) },
    {
      weight: 2,
      arbitrary: one(fc.record({ does: fc.constant('go' as const), ops: some(fc.oneof(onLocals, logging)), next })),
    },
    { weight: 2, arbitrary: one(act(some(onLocals))) },
    { weight: 3, arbitrary: mistake },
  );
};

/** Control that moves before a context's first action is a story of its own, told in `findings.test.ts`. */
const beginningWithAnAction = (steps: readonly StepPlan[]): readonly StepPlan[] =>
  ['act', 'acquire', 'release'].includes(steps[0]?.does ?? '') ? steps : [acting(), ...steps];

const procOf = (index: number, count: number) =>
  fc.record({
    isMacro: oneIn(4, fc.constant(true), fc.constant(false)),
    steps: fc
      .array(fragment(Array.from({ length: count - index - 1 }, (_, i) => index + 1 + i)), {
        minLength: 1,
        maxLength: 3,
      })
      .map((fragments) => beginningWithAnAction(fragments.flat())),
  });

const PROCS = 3;

export const modelPlan: fc.Arbitrary<ModelPlan> = fc.record({
  procs: fc.tuple(...Array.from({ length: PROCS }, (_, i) => procOf(i, PROCS))),
  contexts: fc.array(
    fc.record({
      entry: fc.integer({ min: 0, max: PROCS - 1 }),
      a: small,
      idles: oneIn(4, fc.constant(true), fc.constant(false)),
      atomic: oneIn(6, fc.constant(true), fc.constant(false)),
    }),
    { minLength: 2, maxLength: 3 },
  ),
  lockOrder: fc.shuffledSubarray<'root.lock' | 'node.lock'>(['root.lock', 'node.lock'], { minLength: 2 }),
});
