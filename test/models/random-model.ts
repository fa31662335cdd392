/**
 * Random small models, as data that fast-check can print and shrink: two or three contexts over a few functions, made of
 * fragments that a kernel is made of (locked sections, the life of an object, calls, loops, choices) and, now and then,
 * of the mistakes that the machines must notice. `random-model-build.ts` makes a model of the description.
 */
import fc from 'fast-check';
import type { FaultKind, OopsKind, BreachKind } from '../../model/core/index.ts';

/** Nodes: 0 is live from the start, 1 and 2 are not yet allocated. `p` is the local pointer. */
export type NodeId = 0 | 1 | 2 | 'p';
/** Integer locals; `a` is returned. */
export type Local = 'a' | 'b';
export type NodeScalar = 'n' | 'mark' | 'color' | 'next' | 'res' | 'count' | 'held' | 'origin';
export type RootScalar = 'total' | 'flag' | 'first';
export type Target = { readonly node: NodeId; readonly field: NodeScalar } | { readonly root: RootScalar };
export type ListTarget = { readonly node: NodeId; readonly list: 'kin' } | { readonly root: 'queue' | 'log' };

export type Op =
  | { readonly op: 'store'; readonly to: Target; readonly nth: number }
  | { readonly op: 'load'; readonly from: Target; readonly into: Local }
  | { readonly op: 'add'; readonly to: Target; readonly by: number }
  | { readonly op: 'insert'; readonly list: ListTarget; readonly element: number; readonly tail: boolean }
  | { readonly op: 'remove'; readonly list: ListTarget; readonly element: number; readonly into: Local }
  | { readonly op: 'head'; readonly list: ListTarget; readonly into: Local }
  | { readonly op: 'alloc' | 'publish' | 'free' | 'discard'; readonly node: NodeId }
  | { readonly op: 'take' | 'drop'; readonly lock: LockTarget }
  | { readonly op: 'point'; readonly node: 0 | 1 | 2 | -1 }
  /** The local pointer follows the racy one of the root: perhaps to a node that is gone, or not yet published. */
  | { readonly op: 'follow' }
  | { readonly op: 'count'; readonly local: Local; readonly by: number }
  | { readonly op: 'choose'; readonly options: readonly number[]; readonly into: Local }
  | { readonly op: 'bugIf'; readonly local: Local; readonly is: number }
  | { readonly op: 'throw' };

export type LockTarget = { readonly node: NodeId } | 'root';

/** Where control goes: on; out; ahead by some steps if the local has a value; or to a label that is not there. */
export type Next = 'on' | 'return' | 'nowhere' | { readonly when: Local; readonly is: number; readonly ahead: number };

export type StepPlan =
  | { readonly does: 'act'; readonly ops: readonly Op[]; readonly when: When; readonly next: Next }
  | { readonly does: 'acquire' | 'release'; readonly lock: LockTarget }
  | { readonly does: 'call'; readonly callee: number; readonly with: Local; readonly into: Local | null }
  /** Control only; anything but locals and `log` that `ops` touch is a breach. */
  | { readonly does: 'go'; readonly ops: readonly Op[]; readonly next: Next }
  /** Back by some steps, at most `times` times in this call. */
  | { readonly does: 'loop'; readonly back: number; readonly times: number; readonly acts: boolean }
  | { readonly does: 'spin' };
/** `total` looks at a guarded field, perhaps without its lock; `node` at a node that may be gone. */
export type When = 'always' | 'flag' | 'total' | 'node' | { readonly local: Local; readonly isNot: number };

export interface ModelPlan {
  /** A function calls only those behind it, so there is no recursion. */
  readonly procs: readonly { readonly isMacro: boolean; readonly steps: readonly StepPlan[] }[];
  readonly contexts: readonly { readonly entry: number; readonly a: number; readonly idles: boolean }[];
}

/** What the random models must come upon, all told, for the suite to mean something. */
export const wanted: readonly `${'oops' | 'fault' | 'breach'} ${OopsKind | FaultKind | BreachKind}`[] = [
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
    { weight: 3, arbitrary: birth },
    { weight: 2, arbitrary: visit },
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
    }),
    { minLength: 2, maxLength: 3 },
  ),
});
