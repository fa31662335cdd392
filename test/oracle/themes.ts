/** What a whole model can be about: stories in which a search that leaves too much out goes wrong, and only rarely. */
import { asymmetry, choice, condition, fragment, me, nodeId, root, type Setting } from './fragments.ts';
import type { Expr, Statement } from './plan.ts';
import { act, add, and, differ, equal, less, local, plus, read, set, type Step, when, write } from './words.ts';

/** Draws the fragments of one function. */
export type Theme = (s: Setting, fragments: number) => Step[][];

const anything: Theme = (s, fragments) => Array.from({ length: fragments }, () => fragment(s));

/** Everybody keeps to the record of who holds the root, and somebody acts on the last reference, or on any other number of them. */
const counting: Theme = (s) => {
  const { dice } = s;
  const users = root('users');
  const deed = dice.pick<Statement>([
    write(root('flag'), 1),
    { life: 'free', pool: 'node', id: nodeId(s) },
    add(root('sum'), 1),
  ]);
  const number = dice.weighed<Expr>([
    [5, equal(read(users), 0)],
    [1, equal(read(users), 1)],
    [1, less(1, read(users))],
  ]);
  const get = act(add(me('holds'), 1), add(users, 1));
  const put = act(when(less(0, read(me('holds'))), add(me('holds'), -1), add(users, -1), when(number, deed)));
  const drop = act(when(equal(read(root('base')), 1), write(root('base'), 0), add(users, -1), when(number, deed)));
  const use = dice.pick([act(add({ pool: 'node', id: nodeId(s), field: 'n' }, 1)), act(set('a', read(users))), act()]);
  const story = dice.weighed<Step[][]>([
    [3, [[get], [put]]],
    [2, [[get], [use], [put]]],
    [2, [[get]]],
    [3, [[drop]]],
    [1, [[get], [drop], [put]]],
  ]);
  return dice.chance(40) ? [...story, fragment(s)] : story;
};

/** Who goes after another is counted, so that few schedules come to the highest counts; there something is done that is not symmetric. */
const turns: Theme = (s) => {
  const { dice } = s;
  const most = dice.int(2, s.world.cells === 2 ? 5 : 3);
  const turn = act(
    when(differ(read(root('first')), local('p')), add(root('turns'), 1)),
    write(root('first'), local('p')),
    set('c', plus(local('c'), 1)),
  );
  const again: Step = { does: 'go', body: [], jump: { if: less(local('c'), most), to: 'before' } };
  const rare = less(s.world.cells * most - dice.int(2, 3), read(root('turns')));
  const it = equal(local(dice.pick(['me', 'p'])), dice.int(0, 1));
  const odd = dice.chance(50) ? and(rare, it) : rare;
  return [
    [turn, again],
    [act(when(odd, dice.pick([write(root('flag'), 1), add(root('users'), 1), write(me('done'), 1)])))],
  ];
};

/** Several cells change far apart, and a predicate sees them together or does not. */
const flagging: Theme = (s) => {
  const { dice } = s;
  const raise = [root('flag'), root('stop'), me('done'), me('holds')].filter(() => dice.chance(60));
  const lower = raise.filter(() => dice.chance(50));
  return [
    ...raise.map((place) => [act(write(place, 1))]),
    ...(dice.chance(40) ? [fragment(s)] : []),
    ...lower.map((place) => [act(write(place, 0))]),
    ...(dice.chance(30) ? [[{ does: 'act' as const, when: condition(s), body: [] }]] : []),
  ];
};

export function drawTheme({ dice, symmetric }: Setting): Theme {
  return dice.weighed<Theme>([
    [12, anything],
    [3, counting],
    [symmetric ? 4 : 0, turns],
    [2, flagging],
  ]);
}

/** The function's fragments; `odd`: with something that is not symmetric among them. */
export function drawFragments(theme: Theme, s: Setting, fragments: number, odd: boolean): Step[][] {
  const story = theme(s, fragments);
  const drawn = s.dice.chance(6) ? [choice(s), ...story] : story;
  return odd ? drawn.toSpliced(s.dice.int(0, drawn.length), 0, asymmetry(s)) : drawn;
}
