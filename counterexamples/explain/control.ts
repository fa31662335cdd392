/**
 * What decides whether a statement is passed, by the ways that control was seen to go: a step is control-dependent on a decision
 * where one side of it always leads to the step and another may not (Ferrante, Ottenstein, Warren 1987).
 */
import { type LearntStep, type LearntSteps, RETURNED } from './learnt-steps.ts';

type Sets = ReadonlyMap<string, ReadonlySet<string>>;

/** By label: the labels that every way from it to the end of the function passes, itself among them. */
function postdominators(steps: ReadonlyMap<string, LearntStep>, exits: (label: string) => readonly string[]): Sets {
  const all = new Set([...steps.keys(), RETURNED]);
  for (const label of steps.keys()) for (const next of exits(label)) all.add(next);
  const sets = new Map<string, Set<string>>([...steps.keys()].map((label) => [label, new Set(all)]));
  sets.set(RETURNED, new Set([RETURNED]));
  for (let shrunk = true; shrunk;) {
    shrunk = false;
    for (const label of steps.keys()) {
      const after = exits(label).map((next) => sets.get(next) ?? new Set([next, RETURNED]));
      const now = new Set([label, ...[...all].filter((each) => after.every((set) => set.has(each)))]);
      if (now.size === sets.get(label)?.size) continue;
      sets.set(label, now);
      shrunk = true;
    }
  }
  return sets;
}

/**
 * Where control goes from a step. One that was never left, as where the run halts, is an end; and one from which no end can be
 * reached is taken to go there, too: it may be left for ever.
 */
function exitsOf(steps: ReadonlyMap<string, LearntStep>): (label: string) => readonly string[] {
  const ends = new Set([RETURNED]);
  for (let grown = true; grown;) {
    grown = false;
    for (const [label, { successors }] of steps)
      if (
        !ends.has(label) &&
        (successors.size === 0 || [...successors].some((next) => ends.has(next) || !steps.has(next)))
      ) {
        ends.add(label);
        grown = true;
      }
  }
  return (label) => {
    const { successors = new Set<string>() } = steps.get(label) ?? {};
    return successors.size === 0 || !ends.has(label) ? [...successors, RETURNED] : [...successors];
  };
}

class Function {
  readonly decidedBy = new Map<string, ReadonlySet<string>>();
  readonly sets: Sets;
  readonly exits: (label: string) => readonly string[];

  constructor(steps: ReadonlyMap<string, LearntStep>) {
    this.exits = exitsOf(steps);
    this.sets = postdominators(steps, this.exits);
    const labels = new Set(steps.keys());
    for (const { successors } of steps.values()) for (const label of successors) labels.add(label);
    for (const label of labels) {
      const decisions = [...steps.keys()].filter((decision) => this.decides(decision, label, steps));
      this.decidedBy.set(label, new Set(decisions));
    }
  }

  private decides(decision: string, label: string, steps: ReadonlyMap<string, LearntStep>): boolean {
    const successors = steps.get(decision)?.successors ?? new Set<string>();
    if (successors.size < 2) return false;
    const always = (next: string) => next === label || this.sets.get(next)?.has(label) === true;
    return [...successors].some(always) && ![...successors].every(always);
  }
}

export class ControlDependence {
  private readonly learnt: LearntSteps;
  private readonly functions = new Map<string, Function>();
  private readonly sides = new Map<string, ReadonlySet<number | string>>();
  private readonly all = new Map<string, ReadonlySet<number | string>>();

  constructor(learnt: LearntSteps) {
    this.learnt = learnt;
  }

  private of(proc: string): Function {
    const known = this.functions.get(proc) ?? new Function(this.learnt.stepsOf(proc));
    this.functions.set(proc, known);
    return known;
  }

  /** The labels of the decisions, in its function, on which a step is control-dependent. */
  decidedBy(proc: string, label: string): ReadonlySet<string> {
    return this.of(proc).decidedBy.get(label) ?? NONE;
  }

  /**
   * Whether a decision, from which control went to `taken`, could have led to a step that writes the cell, or the
   * local of its function, before its sides meet.
   */
  couldWrite(proc: string, decision: string, taken: string, place: number | string): boolean {
    const step = this.learnt.stepAt(proc, decision);
    if (step === undefined || step.successors.size < 2) return false;
    for (const side of step.successors)
      if (side !== taken && this.writesOf(proc, decision, side).has(place)) return true;
    return false;
  }

  /** What may be written from a side of a decision on, up to where all its sides meet again. */
  private writesOf(proc: string, decision: string, side: string): ReadonlySet<number | string> {
    const key = `${proc}.${decision} ${side}`;
    const known = this.sides.get(key);
    if (known !== undefined) return known;
    const meets = new Set(this.of(proc).sets.get(decision));
    meets.delete(decision);
    const writes = new Set<number | string>();
    const seen = new Set<string>();
    const open = [side];
    for (let label = open.pop(); label !== undefined; label = open.pop()) {
      if (meets.has(label) || seen.has(label) || label === RETURNED) continue;
      seen.add(label);
      const step = this.learnt.stepAt(proc, label);
      if (step === undefined) continue;
      for (const cell of step.writes) writes.add(cell);
      for (const callee of step.callees) for (const cell of this.writesIn(callee)) writes.add(cell);
      open.push(...step.successors);
    }
    this.sides.set(key, writes);
    return writes;
  }

  /** What may be written while a function runs. */
  private writesIn(proc: string): ReadonlySet<number | string> {
    const known = this.all.get(proc);
    if (known !== undefined) return known;
    const writes = new Set<number | string>();
    const seen = new Set<string>();
    const open = [proc];
    for (let name = open.pop(); name !== undefined; name = open.pop()) {
      if (seen.has(name)) continue;
      seen.add(name);
      for (const step of this.learnt.stepsOf(name).values()) {
        for (const cell of step.writes) writes.add(cell);
        open.push(...step.callees);
      }
    }
    this.all.set(proc, writes);
    return writes;
  }
}

const NONE: ReadonlySet<string> = new Set();
