/** A predicate that asks nothing of the state says nothing about it, and is bad input. */
import { describe, expect, it } from 'vitest';
import { closeWorld } from '../../model/closed-world.ts';
import { PackedMachine, PredicateFailed, ReferenceMachine } from '../../model/core/index.ts';
import { shippedPatches } from '../../model/patches/index.ts';
import { shippedScenarioNames } from '../../cli/shipped-scenarios.ts';
import { worldOf } from '../../model/scenarios/format/scenario.ts';
import { properties as shipped } from '../../properties/aio/index.ts';
import { questionsOf } from '../../properties/checker/questions.ts';
import { each, type Property } from '../../properties/property.ts';
import { CachingMachine } from '../../properties/search/caching-machine.ts';
import { shippedScenario } from '../ground-truth/truth.ts';
import { bothMachines } from '../models/machines.ts';
import { fn, type Kernel, nothing, tinyModel } from '../models/tiny-kernel.ts';

type World = { readonly world: { readonly direct: boolean } };
type Mine = Property<Omit<Kernel, 'world'> & World>;
const model = () => tinyModel([fn('user', { nothing })], { world: { direct: false } as never });
const mine = (more: Partial<Mine>): Property<unknown> =>
  ({
    name: 'mine',
    meaning: 'm',
    reason: 'r',
    antecedent: { text: 'always', reached: () => true },
    ...more,
  }) as Mine as Property<unknown>;

const makes = [
  ...bothMachines,
  [
    'remembering',
    (of: Parameters<(typeof bothMachines)[0][1]>[0]) => new CachingMachine(new ReferenceMachine(of)),
  ] as const,
];
describe.each(makes)('asked of the %s machine', (_, make) => {
  const asks = (more: Partial<Mine>) => questionsOf(mine(more), make(model()));
  let calls = 0;
  it.each<readonly [string, Partial<Mine>, string]>([
    ['always', { always: () => null }, 'that nothing is wrong'],
    ['always', { always: () => 'wrong' }, '"wrong"'],
    ['always', { always: [(k) => (k.root(0).flag ? 'flag' : null), () => null] }, 'that nothing is wrong'],
    ['always', { always: () => (++calls === 5000 ? 'five thousandth' : null) }, 'that nothing is wrong'],
    ['always', { always: (k) => (k.root(0) ? null : 'gone') }, 'that nothing is wrong'],
    ['always', { always: each('thing', (_k, _s, id) => (id === 1 ? 'one' : null)) }, '"one"'],
    ['atEnd', { atEnd: () => 'over' }, '"over"'],
    ['atEnd', { atEnd: each('thing', () => null) }, 'that nothing is wrong'],
    ['antecedent.reached', { antecedent: { text: 'never', reached: () => false } }, 'no'],
  ])('%s is refused: %o', (part, more, says) => {
    expect(() => asks(more)).toThrow(
      new PredicateFailed(`property mine: ${part} asks nothing of the state, and always says ${says}`),
    );
  });
  it.each<readonly [string, Partial<Mine>]>([
    ['asks about a field', { always: (k) => (k.root(0).flag ? 'flag' : null) }],
    ['asks about a context', { always: (_k, { isAtRest }) => (isAtRest(0) ? 'rests' : null) }],
    ['asks about a lock', { always: (_k, { heldLocks }) => (heldLocks().length > 1 ? 'held' : null) }],
    [
      'asks about one object alone',
      { always: each('thing', (k, _s, id) => (id === 0 && k.thing(id).mark ? 'mark' : null)) },
    ],
    [
      'is about the world, in which there is nothing to ask',
      { always: (k) => (k.world.direct && k.root(0).flag ? 'flag' : null) },
    ],
    [
      'is about who there is',
      { always: (_k, { contexts, isAtRest }) => (contexts.length > 3 && isAtRest(3) ? 'rests' : null) },
    ],
    [
      'asks all objects of a pool',
      {
        always: (k) =>
          (k as unknown as { some: (pool: string, is: () => boolean) => boolean }).some('thing', () => false)
            ? 'some'
            : null,
      },
    ],
    ['tells one end from the other', { atEnd: (_k, _s, end) => (end === 'stuck' ? 'stuck' : null) }],
    [
      'tells one end from the other, for each',
      { atEnd: each('thing', (_k, _s, _id, end) => (end === 'stuck' ? 'stuck' : null)) },
    ],
    ['claims something of every state', { antecedent: { text: 'always', reached: () => true } }],
    [
      'catches that nobody answers',
      {
        always: (k) => {
          try {
            return k.root(0).flag ? 'flag' : null;
          } catch {
            return null;
          }
        },
      },
    ],
    [
      'cannot be asked, which is told where it is asked',
      { always: (k) => (k as unknown as { nothing: string }).nothing },
    ],
    ['is none', {}],
  ])('what %s is not', (_name, more) => {
    expect(() => asks(more)).not.toThrow();
  });
});

it('no shipped property is refused, in any shipped scenario', () => {
  const [patch] = shippedPatches;
  if (patch === undefined) throw new Error('there is one');
  for (const name of shippedScenarioNames()) {
    const machine = new PackedMachine(closeWorld(worldOf(shippedScenario(name)), patch));
    for (const property of shipped) expect(() => questionsOf(property, machine)).not.toThrow();
  }
});
