/** Random plans. */
import type { Dice } from './dice.ts';
import { drawProperties } from './draw-properties.ts';
import { fragment, type Setting } from './fragments.ts';
import type { ContextPlan, PermutationPlan, Plan, ProcPlan, StepPlan } from './plan.ts';
import { drawFragments, drawTheme, type Theme } from './themes.ts';
import { tidy } from './tidy.ts';
import { act, type Step } from './words.ts';
import { drawWorld, type WorldPlan } from './world.ts';

const LOCALS = { a: null, b: null, c: null, p: 'node', me: 'cell' } as const;

/** Steps with their labels; jumps that say where to go by words are led there. */
export function labelled(fragments: readonly (readonly Step[])[], dice: Dice): StepPlan[] {
  const steps = fragments.flat();
  const label = (position: number) => (position < steps.length ? `s${position}` : 'return');
  return Array.from(steps, (step, position): StepPlan => {
    const named = { ...step, label: label(position) } as StepPlan;
    if ((named.does !== 'act' && named.does !== 'go') || named.jump === undefined) return named;
    const targets: Record<string, string> = {
      here: label(position),
      before: label(position - 1),
      back: label(Math.max(0, position - dice.int(1, 2))),
      ahead: label(position + dice.int(2, 3)),
    };
    const { jump } = named;
    return { ...named, jump: { ...jump, to: targets[jump.to] ?? jump.to } };
  });
}

interface Wanted {
  readonly theme: Theme | null;
  readonly fragments: number;
  readonly odd: boolean;
}

/** Without a theme: a function that others call. */
function drawProc(setting: Setting, name: string, { theme, fragments, odd }: Wanted): ProcPlan {
  const { dice } = setting;
  const isEntry = theme !== null;
  const drawn = theme === null ? [fragment(setting)] : drawFragments(theme, setting, fragments, odd);
  const steps = labelled(drawn, dice);
  // A context begins at its first action; control before that is a story of its own.
  const begins = !isEntry || ['act', 'acquire', 'release'].includes(steps[0]?.does ?? '');
  return {
    name,
    locals: LOCALS,
    returns: isEntry ? null : 'a',
    macro: !isEntry && dice.chance(25),
    steps: begins ? steps : labelled([[act()], ...drawn], dice),
  };
}

function permutationsOf(n: number): number[][] {
  if (n === 0) return [[]];
  return permutationsOf(n - 1).flatMap((one) => Array.from({ length: n }, (_, i) => one.toSpliced(i, 0, n - 1)));
}

const symmetries = (n: number): PermutationPlan[] =>
  permutationsOf(n)
    .filter((ids) => ids.some((id, i) => id !== i))
    .map((ids) => ({ pools: { node: ids, cell: ids }, contexts: ids }));

const holders = ({ cells }: WorldPlan): string[] => [
  'root[0].base',
  ...Array.from({ length: cells }, (_, id) => `cell[${id}].holds`),
];

/** `contexts` and `fragments` say how large it is. */
export function drawPlan(
  dice: Dice,
  contexts = dice.weighed([
    [2, 1],
    [13, 2],
    [5, 3],
  ]),
  most = contexts === 3 ? 3 : 5,
): Plan {
  const symmetric = contexts > 1 && dice.chance(35);
  const nodes = symmetric ? contexts : dice.int(1, 2);
  const ids = Array.from({ length: nodes }, (_, id) => id);
  const alive = symmetric || dice.chance(75) ? ids : ids.filter(() => dice.chance(60));
  const world = drawWorld(dice, { cells: contexts, nodes, alive: dice.chance(5) ? [] : alive, symmetric });
  const helpers = dice.chance(45) ? ['h0'] : [];
  const setting: Setting = { dice, world, symmetric, helpers };
  const theme = drawTheme(setting);
  const odd = symmetric && dice.chance(45);
  const size = () => dice.int(contexts === 3 ? 1 : 2, most);
  const entries = symmetric || dice.chance(25) ? ['f0'] : Array.from({ length: contexts }, (_, i) => `f${i}`);
  const procs = [
    ...entries.map((name) => drawProc(setting, name, { theme, fragments: size(), odd })),
    ...helpers.map((name) => drawProc({ ...setting, helpers: [] }, name, { theme: null, fragments: 1, odd: false })),
  ];
  const [idles, atomic] = [dice.chance(10), dice.chance(8)];
  const drawn = Array.from({ length: contexts }, (_, i): ContextPlan => ({
    name: `c${i}`,
    proc: entries[i] ?? (entries[0] as string),
    args: { me: i, p: symmetric ? i : dice.int(0, nodes - 1) },
    idles: symmetric ? idles : idles && dice.chance(60),
    atomic: symmetric ? atomic : atomic && dice.chance(60),
  }));
  const all = holders(world);
  return tidy({
    pools: world.pools,
    procs,
    contexts: drawn,
    lockOrder: dice.chance(60)
      ? dice.pick([
          ['root.lock', 'node.lock'],
          ['node.lock', 'root.lock'],
        ])
      : [],
    pins: dice.chance(50)
      ? { node: ids.map((id) => dice.pick([[`cell[${id % contexts}].holds`], all, [`node[${id}].held`]])) }
      : {},
    counts: dice.chance(65) ? { 'root[0].users': dice.chance(70) ? all : all.slice(1) } : {},
    symmetry: symmetric || (nodes === contexts && contexts > 1 && dice.chance(15)) ? symmetries(contexts) : null,
    properties: drawProperties(
      dice,
      world,
      procs.map(({ name }) => name),
      drawn.map(({ name }) => name),
    ),
  });
}
