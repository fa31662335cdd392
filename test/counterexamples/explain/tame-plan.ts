/** Random models without mistakes: what contexts read of each other decides where they go, and some of their schedules go wrong in the end. */
import fc from 'fast-check';
import type { Local, ModelPlan, Next, Op, StepPlan, Target, When } from '../../models/random-model-plan.ts';

const local = fc.constantFrom<Local>('a', 'b');
const bit = fc.constantFrom(0, 1);
const target: fc.Arbitrary<Target> = fc.oneof(
  fc.constant<Target>({ node: 0, field: 'n' }),
  fc.constant<Target>({ root: 'flag' }),
  fc.constant<Target>({ node: 0, field: 'color' }),
);
const op: fc.Arbitrary<Op> = fc.oneof(
  fc.record({ op: fc.constant('store' as const), to: target, nth: bit }),
  fc.record({ op: fc.constant('load' as const), from: target, into: local }),
  fc.record({ op: fc.constant('load' as const), from: target, into: local }),
  fc.record({ op: fc.constant('add' as const), to: target, by: fc.constant(1) }),
  fc.record({ op: fc.constant('count' as const), local, by: fc.constantFrom(1, -1) }),
  fc.record({ op: fc.constant('choose' as const), options: fc.constant([0, 1]), into: local }),
);
const next: fc.Arbitrary<Next> = fc.oneof(
  { weight: 3, arbitrary: fc.constant<Next>('on') },
  { weight: 3, arbitrary: fc.record({ when: local, is: bit, ahead: fc.constantFrom(2, 3) }) },
);
const when: fc.Arbitrary<When> = fc.oneof(
  { weight: 4, arbitrary: fc.constant<When>('always') },
  { weight: 1, arbitrary: fc.constant<When>('flag') },
);
const ops = fc.array(op, { minLength: 1, maxLength: 2 });
const act = fc.record({ does: fc.constant('act' as const), ops, when, next }).map((step): StepPlan[] => [step]);
const section = fc
  .constantFrom<Op>(
    { op: 'add', to: { root: 'total' }, by: 1 },
    { op: 'load', from: { root: 'total' }, into: 'a' },
    { op: 'store', to: { root: 'total' }, nth: 0 },
  )
  .map((one): StepPlan[] => [
    { does: 'acquire', lock: 'root' },
    { does: 'act', ops: [one], when: 'always', next: 'on' },
    { does: 'release', lock: 'root' },
  ]);
const go = fc
  .record({ does: fc.constant('go' as const), ops: fc.constant<Op[]>([]), next })
  .map((step): StepPlan[] => [step]);
const loop = fc.constant<StepPlan[]>([{ does: 'loop', back: 1, times: 1, acts: true }]);
/** Looks again and again, for ever if nobody changes what it looks at. */
const spin = fc
  .record({ from: target, is: bit, ahead: fc.constantFrom(0, 0, -1) })
  .map(({ from, is, ahead }): StepPlan[] => [
    { does: 'act', ops: [{ op: 'load', from, into: 'a' }], when: 'always', next: { when: 'a', is, ahead } },
  ]);
const call = (callees: readonly number[]): fc.Arbitrary<StepPlan[]> =>
  fc
    .record({
      does: fc.constant('call' as const),
      callee: fc.constantFrom(...callees),
      with: local,
      into: fc.constantFrom<Local | null>('a', 'b', null),
    })
    .map((step) => [step]);

const procOf = (index: number) => {
  const callees = [1, 2].filter((one) => one > index);
  const parts = fc.oneof(
    { weight: 8, arbitrary: act },
    { weight: 2, arbitrary: section },
    { weight: 2, arbitrary: go },
    { weight: 1, arbitrary: loop },
    { weight: 1, arbitrary: spin },
    { weight: callees.length > 0 ? 3 : 0, arbitrary: callees.length > 0 ? call(callees) : act },
  );
  return fc
    .tuple(act, fc.array(parts, { minLength: 1, maxLength: 4 }))
    .map(([first, others]) => ({ isMacro: false, steps: [first, ...others].flat() }));
};

export const tamePlan: fc.Arbitrary<ModelPlan> = fc.record({
  procs: fc.tuple(procOf(0), procOf(1), procOf(2)),
  contexts: fc.array(
    fc.record({
      entry: fc.constantFrom(0, 1, 2),
      a: bit,
      idles: fc.constant(false),
      atomic: fc.constant(false),
    }),
    { minLength: 2, maxLength: 2 },
  ),
  lockOrder: fc.constant<ModelPlan['lockOrder']>(['root.lock', 'node.lock']),
});
