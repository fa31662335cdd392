/** What the steps of a model were ever seen to do, in a whole state graph: where control goes from each, and what it may write. */
import {
  linkedStep,
  type Passed,
  type Program,
  type StackEntry,
  type TouchedByStatement,
} from '../../model/core/index.ts';
import { fireTurn } from '../../properties/search/turn.ts';
import type { StateGraph } from './state-graph.ts';

/** Where a function ends. */
export const RETURNED = 'return';

export interface LearntStep {
  readonly proc: string;
  readonly label: string;
  /** The labels, in its function, to which control went from it; none where it was never left. A call leads behind the call. */
  readonly successors: Set<string>;
  /** The functions that it called. */
  readonly callees: Set<string>;
  /** Cells, and locals of its function. */
  readonly writes: Set<number | string>;
  /** What it found in the cells, and in the locals (`proc name`), that it read: one value, or many (null). */
  readonly found: Map<number | string, number | null>;
}

export class LearntSteps {
  private readonly byProc = new Map<string, Map<string, LearntStep>>();
  private readonly program: Program;

  private constructor(program: Program) {
    this.program = program;
  }

  static of(program: Program, graph: StateGraph): LearntSteps {
    const learnt = new LearntSteps(program);
    const { machine, samples } = graph;
    machine.record(true);
    let heard: Heard[] = [];
    graph.hears = (proc, local, value, isWrite) =>
      heard.push({ nth: machine.passed().length - 1, proc: proc.name, name: proc.locals[local] ?? '', value, isWrite });
    try {
      for (const { state, turn } of samples) {
        graph.goTo(state);
        const before = machine.stack(turn.context);
        heard = [];
        fireTurn(machine, turn);
        const locals = heard;
        const after = machine.halted() === null ? machine.stack(turn.context) : null;
        learnt.learn(before, machine.passed(), machine.touchedBy(), locals, after);
      }
    } finally {
      machine.record(false);
      graph.hears = null;
    }
    return learnt;
  }

  /** The steps of a function, by label. */
  stepsOf(proc: string): ReadonlyMap<string, LearntStep> {
    return this.byProc.get(proc) ?? new Map();
  }
  stepAt(proc: string, label: string): LearntStep | undefined {
    return this.byProc.get(proc)?.get(label);
  }
  /** Control goes more than one way from it. */
  isDecision(proc: string, label: string): boolean {
    return (this.stepAt(proc, label)?.successors.size ?? 0) > 1;
  }
  get functions(): Iterable<string> {
    return this.byProc.keys();
  }

  /** A step never found anything else there, in any schedule: to know what it found explains nothing. */
  isConstant(proc: string, label: string, read: number | string): boolean {
    const found = this.stepAt(proc, label)?.found.get(read);
    return found !== undefined && found !== null;
  }

  /** One turn: the stack before it, the statements passed, and the stack behind it, or null where it halted the run. */
  private learn(
    before: readonly StackEntry[],
    trail: readonly Passed[],
    touched: readonly TouchedByStatement[],
    locals: readonly Heard[],
    after: readonly StackEntry[] | null,
  ): void {
    const top = after?.at(-1);
    trail.forEach(({ proc, label }, nth) => {
      const step = this.at(proc, label);
      for (const cell of touched[nth]?.writes ?? []) step.writes.add(cell);
      for (const [cell, content] of touched[nth]?.contents ?? []) find(step, cell, content);
      const own = linkedStep(this.program, proc, label);
      if (own?.does === 'call') {
        step.callees.add(own.callee.name);
        if (own.result !== null) step.writes.add(localKey(proc, own.result));
        step.successors.add(this.program.byName.get(proc)?.steps[own.next]?.label ?? RETURNED);
        return;
      }
      const next = trail[nth + 1] ?? top;
      if (next === undefined && after === null) return;
      step.successors.add(next?.proc === proc ? next.label : RETURNED);
    });
    for (const { nth, proc, name, value, isWrite } of locals) {
      const passed = trail[nth];
      if (passed === undefined) continue;
      const step = this.at(passed.proc, passed.label);
      if (!isWrite) find(step, localKey(proc, name), value);
      // What a call writes is in the frame that it makes; and its result comes with the return.
      else if (proc === passed.proc) step.writes.add(localKey(proc, name));
    }
    // A context that begins within its functions has never passed the calls that led there.
    for (const { proc, label } of before.slice(0, -1)) this.at(proc, label);
  }

  private at(proc: string, label: string): LearntStep {
    const steps = this.byProc.get(proc) ?? new Map<string, LearntStep>();
    this.byProc.set(proc, steps);
    const known = steps.get(label);
    if (known !== undefined) return known;
    const step = { proc, label, successors: new Set<string>(), callees: new Set<string>() };
    const learnt = { ...step, writes: new Set<number | string>(), found: new Map<number | string, number | null>() };
    steps.set(label, learnt);
    return learnt;
  }
}

/** A local that a statement of the turn read or wrote. */
interface Heard {
  readonly nth: number;
  readonly proc: string;
  readonly name: string;
  readonly value: number;
  readonly isWrite: boolean;
}

/** A local of a function, whichever frame it is in. */
export const localKey = (proc: string, name: string): string => `${proc} ${name}`;

function find({ found }: LearntStep, read: number | string, value: number): void {
  const before = found.get(read);
  if (before === undefined) found.set(read, value);
  else if (before !== value) found.set(read, null);
}
