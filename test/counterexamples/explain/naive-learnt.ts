/** What statements were ever seen to do, in all turns of a graph, and what follows of that for how control goes. */
import type { Program, ReferenceMachine } from '../../../model/core/index.ts';

export const END = 'return';

export interface Seen {
  /** Labels to which control went, in the function. */
  readonly next: Set<string>;
  readonly callees: Set<string>;
  /** `cell 12`, or `local proc name`. */
  readonly writes: Set<string>;
  /** The same, with all that was ever found there. */
  readonly found: Map<string, Set<number>>;
}

/** By function and label. */
export type Learnt = Map<string, Map<string, Seen>>;

export const cellText = (cell: number): string => `cell ${cell}`;
export const localText = (proc: string, name: string): string => `local ${proc} ${name}`;

function seenAt(learnt: Learnt, proc: string, label: string): Seen {
  if (!learnt.has(proc)) learnt.set(proc, new Map());
  const labels = learnt.get(proc) as Map<string, Seen>;
  if (!labels.has(label))
    labels.set(label, { next: new Set(), callees: new Set(), writes: new Set(), found: new Map() });
  return labels.get(label) as Seen;
}

const find = ({ found }: Seen, what: string, value: number): void =>
  void found.set(what, (found.get(what) ?? new Set()).add(value));

/** Of the turn that the machine, which records, took last. */
export function learn(learnt: Learnt, program: Program, machine: ReferenceMachine, context: number): void {
  const passed = machine.passed();
  const [cells, records] = [machine.touchedBy(), machine.statements()];
  const stack = machine.stack(context);
  // Whoever stands below has been passed, if only before the first action.
  for (const { proc, label } of stack.slice(0, -1)) seenAt(learnt, proc, label);
  passed.forEach(({ proc, label }, nth) => {
    const seen = seenAt(learnt, proc, label);
    for (const cell of cells[nth]?.writes ?? []) seen.writes.add(cellText(cell));
    for (const [cell, content] of cells[nth]?.contents ?? []) find(seen, cellText(cell), content);
    for (const { proc: of, name, from, to } of records[nth]?.locals ?? [])
      if (to === null) find(seen, localText(of, name), from);
      else if (of === proc) seen.writes.add(localText(proc, name));
    const linked = program.byName.get(proc);
    const step = linked?.steps.find((one) => one.label === label);
    if (step?.does === 'call') {
      seen.callees.add(step.callee.name);
      if (step.result !== null) seen.writes.add(localText(proc, step.result));
      seen.next.add(linked?.steps[step.next]?.label ?? END);
    } else if (nth + 1 < passed.length) {
      const { proc: then, label: at } = passed[nth + 1] as { proc: string; label: string };
      seen.next.add(then === proc ? at : END);
    } else if (machine.halted() === null) {
      const top = stack.at(-1);
      seen.next.add(top?.proc === proc ? top.label : END);
    }
  });
}

export const isConstant = (learnt: Learnt, proc: string, label: string, what: string): boolean =>
  learnt.get(proc)?.get(label)?.found.get(what)?.size === 1;

export const isDecision = (learnt: Learnt, proc: string, label: string): boolean =>
  (learnt.get(proc)?.get(label)?.next.size ?? 0) > 1;

/** All that can be come to from a label, itself among it, without passing `avoiding`. */
function reachable(learnt: Learnt, proc: string, label: string, avoiding: ReadonlySet<string>): Set<string> {
  const come = new Set<string>();
  const go = (at: string): void => {
    if (come.has(at) || avoiding.has(at)) return;
    come.add(at);
    for (const next of exits(learnt, proc, at)) go(next);
  };
  go(label);
  return come;
}

function leads(learnt: Learnt, proc: string, label: string): boolean {
  const come = new Set<string>();
  const go = (at: string): boolean => {
    const seen = learnt.get(proc)?.get(at);
    if (at === END || seen === undefined || seen.next.size === 0) return true;
    if (come.has(at)) return false;
    come.add(at);
    return [...seen.next].some(go);
  };
  return go(label);
}

/** Where nobody was seen to go on, and where the end cannot be reached, the function may be left, or never be. */
function exits(learnt: Learnt, proc: string, label: string): string[] {
  if (label === END) return [];
  const next = [...(learnt.get(proc)?.get(label)?.next ?? [])];
  return next.length === 0 || !leads(learnt, proc, label) ? [...next, END] : next;
}

/** Without passing `label`, the end cannot be reached from `from`. */
const alwaysPasses = (learnt: Learnt, proc: string, from: string, label: string): boolean =>
  from === label || label === END || !reachable(learnt, proc, from, new Set([label])).has(END);

export function controlled(learnt: Learnt, proc: string, decision: string, label: string): boolean {
  if (!isDecision(learnt, proc, decision)) return false;
  const sides = [...(learnt.get(proc)?.get(decision)?.next ?? [])];
  const always = sides.filter((side) => alwaysPasses(learnt, proc, side, label));
  return always.length > 0 && always.length < sides.length;
}

/** What another side of the decision than the one taken may write, up to where its sides meet. */
export function otherSideWrites(learnt: Learnt, proc: string, decision: string, taken: string, what: string): boolean {
  const labels = learnt.get(proc) ?? new Map<string, Seen>();
  const known = new Set(labels.keys());
  for (const { next } of labels.values()) for (const label of next) known.add(label);
  const meets = new Set([...known].filter((at) => at !== decision && alwaysPasses(learnt, proc, decision, at)));
  meets.add(END);
  const sides = [...(labels.get(decision)?.next ?? [])].filter((side) => side !== taken);
  return sides.some((side) =>
    [...reachable(learnt, proc, side, meets)].some((at) => {
      const seen = labels.get(at);
      return (
        seen !== undefined && (seen.writes.has(what) || calledBy(learnt, seen).some((one) => one.writes.has(what)))
      );
    }),
  );
}

function calledBy(learnt: Learnt, { callees }: Seen): Seen[] {
  const procs = new Set(callees);
  for (const proc of procs)
    for (const seen of learnt.get(proc)?.values() ?? []) for (const one of seen.callees) procs.add(one);
  return [...procs].flatMap((proc) => Array.from(learnt.get(proc)?.values() ?? []));
}
