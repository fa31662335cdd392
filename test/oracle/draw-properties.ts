/** Random properties: predicates over several cells and objects, over each object, over the end, and shapes of findings. */
import type { Dice } from './dice.ts';
import type { AskPlan, Expr, FindingShape, PropertyPlan } from './plan.ts';
import { and, ask, askEach, at, differ, equal, less, minus, or, plus, read, self } from './words.ts';
import { WIDE, type WorldPlan } from './world.ts';

const root = (name: string): Expr => read(at('root', 0, name));

/** One cell, compared. */
function atom(dice: Dice, { nodes, cells }: WorldPlan): Expr {
  const node = dice.int(0, nodes - 1);
  const cell = dice.int(0, cells - 1);
  return dice.weighed<Expr>([
    [3, equal(root('flag'), dice.int(0, 1))],
    [1, equal(root('stop'), 1)],
    [2, equal(root('users'), dice.int(0, 3))],
    [1, less(dice.int(0, 2), root('total'))],
    [1, equal(root('sum'), dice.int(-1, 2))],
    [2, equal(read(at('cell', cell, 'done')), dice.int(0, 1))],
    [1, equal(read(at('cell', cell, 'holds')), dice.int(0, 1))],
    [2, equal(read(at('node', node, 'n')), dice.int(0, 2))],
    [1, equal({ alive: 'node', id: node }, dice.int(0, 1))],
    [1, less(dice.pick([1, 300_000, WIDE - 1]), root('wide'))],
    [1, equal(root('first'), dice.int(-1, nodes - 1))],
  ]);
}

const conjunction = (dice: Dice, world: WorldPlan): Expr => {
  const two = and(atom(dice, world), atom(dice, world));
  return dice.chance(35) ? and(two, atom(dice, world)) : two;
};

/** Counts that should be in step. */
const balance = (dice: Dice, { nodes }: WorldPlan): Expr => {
  const holds: Expr = { sum: 'cell', field: 'holds' };
  return dice.weighed<Expr>([
    [3, differ(root('users'), plus(holds, root('base')))],
    [2, less(root('users'), holds)],
    [2, less(dice.int(0, 1), minus(root('total'), root('sum')))],
    [2, less(dice.int(0, 1), holds)],
    [1, less(dice.int(0, 2), { sum: 'node', field: 'n' })],
    [1, less(1, minus(read(at('node', 0, 'users')), read(at('node', nodes - 1, 'users'))))],
    [2, less(dice.pick([300_000, 700_000, WIDE - 2]), { sum: 'cell', field: 'seen' })],
  ]);
};

/** Looks at one object after the other, up to the first that is so. */
const firstHit = (dice: Dice, { cells }: WorldPlan): Expr => {
  const cell = (name: string) => read(at('cell', self, name));
  return dice.weighed<Expr>([
    [2, differ({ first: 'cell', where: and(equal(cell('done'), 1), equal(cell('holds'), 1)) }, -1)],
    [2, equal({ first: 'cell', where: equal(cell('done'), 0) }, dice.int(-1, cells - 1))],
    [
      1,
      and(
        { op: '!=', a: { first: 'node', where: less(0, read(at('node', self, 'n'))) }, b: -1 },
        equal(root('flag'), 1),
      ),
    ],
    [1, less({ first: 'cell', where: less(0, cell('seen')) }, { first: 'cell', where: equal(cell('done'), 1) })],
  ]);
};

const each = (dice: Dice): AskPlan => {
  const node = (name: string) => read(at('node', self, name));
  const cell = (name: string) => read(at('cell', self, name));
  return dice.weighed<AskPlan>([
    [2, askEach('node', and(less(0, node('n')), equal(node('mark'), 1)))],
    [2, askEach('cell', and(equal(cell('done'), 1), less(0, cell('holds'))))],
    [2, askEach('node', and(equal(node('users'), 0), equal({ alive: 'node', id: self }, 1)))],
    [1, askEach('node', less(2, node('n')))],
    [1, askEach('cell', and(equal(cell('done'), 0), equal(root('flag'), 1)))],
    [1, askEach('node', and({ has: at('root', 0, 'queue'), element: self }, equal(node('n'), dice.int(0, 2))))],
    [1, askEach('cell', less(dice.pick([0, 500_000]), cell('seen')))],
  ]);
};

/** Where contexts stand, and what they hold. */
const standing = (dice: Dice, { cells }: WorldPlan, procs: readonly string[]): AskPlan => {
  const [one, other] = [dice.int(0, cells - 1), dice.int(0, cells - 1)];
  return dice.weighed<AskPlan>([
    [2, ask(and({ in: dice.pick(procs), context: one }, { in: dice.pick(procs), context: other }))],
    [2, ask(and({ rests: one }, equal({ rests: other }, 0)))],
    [2, ask(and({ holds: one }, equal(root('flag'), 1)))],
    [1, ask(and({ holds: one }, { holds: other }))],
    [1, ask(and({ rests: one }, equal(root('flag'), 0)))],
    [2, askEach('context', and({ holds: self }, { in: dice.pick(procs), context: self }))],
    [1, askEach('context', and({ rests: self }, equal(read(at('cell', self, 'done')), 0)))],
    [1, askEach('context', and({ holds: self }, equal(root('stop'), 1)))],
  ]);
};

const predicate = (dice: Dice, world: WorldPlan, procs: readonly string[]): AskPlan =>
  dice.weighed<() => AskPlan>([
    [6, () => ask(conjunction(dice, world))],
    [1, () => ask(atom(dice, world))],
    [1, () => ask(or(atom(dice, world), atom(dice, world)))],
    [4, () => ask(balance(dice, world))],
    [3, () => ask(firstHit(dice, world))],
    [4, () => each(dice)],
    [3, () => standing(dice, world, procs)],
  ])();

const shape = (dice: Dice, kinds: readonly string[], contexts: readonly string[]): FindingShape => ({
  ...(dice.chance(55) && { kind: dice.pick(kinds) }),
  ...(dice.chance(35) && { context: dice.pick(contexts) }),
  ...(dice.chance(20) && { what: dice.pick(['node', 'root.total', 'node.held', 'node.count', 'root.sum']) }),
});

const BREACHES = ['unguarded', 'unguarded', 'unpublished', 'lock', 'lock', 'order', 'atomic', 'set_again', 'constant'];
const HALTS = ['use_after_free', 'double_free', 'bug_on', 'bad_pointer', 'range', 'unwritten'];

export function drawProperties(
  dice: Dice,
  world: WorldPlan,
  procs: readonly string[],
  contexts: readonly string[],
): PropertyPlan[] {
  return Array.from({ length: dice.int(2, 4) }, (_, i): PropertyPlan => {
    const kind = dice.weighed<'always' | 'end' | 'breach' | 'halt' | 'livelock'>([
      [6, 'always'],
      [2, 'end'],
      [3, 'breach'],
      [1, 'halt'],
      [1, 'livelock'],
    ]);
    const some = (): AskPlan => predicate(dice, world, procs);
    const atEnd = (): AskPlan => {
      const one = some();
      return dice.chance(30) ? { ...one, wrong: and(one.wrong, equal({ stuck: true }, dice.int(0, 1))) } : one;
    };
    return {
      name: `p${i}`,
      antecedent: dice.chance(70) ? ask(1) : some(),
      always: kind === 'always' ? Array.from({ length: dice.pick([1, 1, 2]) }, some) : [],
      atEnd: kind === 'end' || dice.chance(25) ? [atEnd()] : [],
      onBreach: kind === 'breach' || dice.chance(12) ? shape(dice, BREACHES, contexts) : null,
      onHalt: kind === 'halt' || (kind === 'breach' && dice.chance(20)) ? shape(dice, HALTS, contexts) : null,
      livelock: kind === 'livelock',
    };
  });
}
