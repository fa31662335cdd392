/** Short ways to write a small plan by hand. */
import type { Mode } from './compare.ts';
import type { FieldPlan, PermutationPlan, Plan, PoolPlan, ProcPlan, PropertyPlan } from './plan.ts';
import { act, add, ask, at, differ, less, local, plus, read, set, when, write, type Step } from './words.ts';

export interface Regression {
  readonly about: string;
  readonly modes: readonly Mode[];
  readonly plan: Plan;
}

export const racy = (min: number, max: number, starts = 0): FieldPlan => ({
  kind: { is: 'int', min, max },
  cls: 'racy',
  starts,
});
export const lock: FieldPlan = { kind: { is: 'lock' }, cls: 'racy', starts: null };
export const toNode: FieldPlan = { kind: { is: 'ref', to: 'node' }, cls: 'racy', starts: -1 };
export const pool = (size: number, fields: Readonly<Record<string, FieldPlan>>): PoolPlan => ({
  size,
  heap: false,
  alive: [],
  fields,
});
export const heap = (size: number, fields: Readonly<Record<string, FieldPlan>> = {}): PoolPlan => ({
  size,
  heap: true,
  alive: Array.from({ length: size }, (_, id) => id),
  fields,
});

export const proc = (name: string, ...steps: readonly Step[]): ProcPlan => {
  const labelled = Array.from(steps, (step, i) => ({ ...step, label: `s${i}` }));
  const locals = { a: null, c: null, p: 'node', me: 'cell' };
  const text = JSON.stringify(labelled);
  const used = Object.entries(locals).filter(([one]) => new RegExp(`"(local|set|into)":"${one}"`).test(text));
  return { name, locals: Object.fromEntries(used), returns: null, macro: false, steps: labelled };
};

export const property = (parts: Partial<PropertyPlan>): PropertyPlan => ({
  name: 'p',
  antecedent: ask(1),
  always: [],
  atEnd: [],
  onBreach: null,
  onHalt: null,
  livelock: false,
  ...parts,
});

export const swap: PermutationPlan = { contexts: [1, 0], pools: { node: [1, 0], cell: [1, 0] } };

/** One context for each function named; those that take a cell or a node get that of their own number. */
export function plan(
  pools: Readonly<Record<string, PoolPlan>>,
  procs: readonly ProcPlan[],
  entries: readonly string[],
  more: Partial<Plan> = {},
): Plan {
  const contexts = entries.map((entry, i) => {
    const locals = procs.find(({ name }) => name === entry)?.locals ?? {};
    const args = Object.fromEntries(Object.entries(locals).flatMap(([name, to]) => (to === null ? [] : [[name, i]])));
    return { name: `c${i}`, proc: entry, args, idles: false, atomic: false };
  });
  return { pools, procs, contexts, lockOrder: [], pins: {}, counts: {}, symmetry: null, properties: [], ...more };
}

export const root = (field: string) => at('root', 0, field);
export const cell = (field: string) => at('cell', local('me'), field);
export const go = (holds: Parameters<typeof when>[0], to: string): Step => ({
  does: 'go',
  body: [],
  jump: { if: holds, to },
});

export const REDUCED: readonly Mode[] = ['whole', 'reduced'];
export const SYMMETRIC: readonly Mode[] = ['whole', 'reduced', 'symmetric'];

export const takesTurns = (most: number, ...then: readonly Step[]): ProcPlan =>
  proc(
    'f',
    act(
      when(differ(read(root('first')), local('p')), add(root('turns'), 1)),
      write(root('first'), local('p')),
      set('c', plus(local('c'), 1)),
    ),
    go(less(local('c'), most), 's0'),
    ...then,
  );
