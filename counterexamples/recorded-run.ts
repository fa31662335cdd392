/** A schedule taken on the reference machine, with all that each step looked at and changed. */
import {
  type Awaited,
  type Choice,
  type Finding,
  type Model,
  type Passed,
  ReferenceMachine,
  type StatementRecord,
} from '../model/core/index.ts';
import { fireTurn, type Turn } from '../properties/search/turn.ts';

/** The machines do not come to the same. */
export class Disagreement extends Error {
  override readonly name = 'Disagreement';
}

export interface RecordedStatement extends Passed, StatementRecord {}

export interface RecordedStep {
  readonly context: number;
  /** The context's. */
  readonly name: string;
  /** `proc.label`. */
  readonly step: string;
  readonly choices: readonly Choice[];
  readonly script: readonly number[];
  /** The action first, then the calls and decisions that control passed on its way to the next action. */
  readonly statements: readonly RecordedStatement[];
  /** What its condition looked at; null: it has none. */
  readonly awaited: Awaited | null;
  /** The contexts that could go before. */
  readonly enabled: readonly number[];
  /** The cells that it read and wrote, those that the machine only checked among them. */
  readonly reads: ReadonlySet<number>;
  readonly writes: ReadonlySet<number>;
  readonly findings: readonly Finding[];
}

export interface RecordedRun {
  readonly steps: readonly RecordedStep[];
  /** The machine, in the state in which the schedule ends. */
  readonly machine: ReferenceMachine;
}

/** Sees the state at the start, with no step, and the one behind each step. */
export type LookOn = (machine: ReferenceMachine, step: RecordedStep | null, steps: number) => void;

/** Throws Disagreement where a turn cannot be taken: the schedule was found by another machine, and the two must agree. */
export function recordRun(model: Model, turns: readonly Turn[], look: LookOn = () => {}): RecordedRun {
  const machine = new ReferenceMachine(model);
  machine.reset();
  machine.record(true);
  look(machine, null, 0);
  const steps = turns.map((turn, nth): RecordedStep => {
    const { context } = turn;
    const name = machine.contexts[context] ?? `context ${context}`;
    const enabled = machine.enabledContexts();
    if (!enabled.includes(context))
      throw new Disagreement(`step ${nth + 1}: ${name} cannot move on the reference machine`);
    const awaited = machine.awaited(context);
    const { step, choices, findings } = fireTurn(machine, turn);
    const records = machine.statements();
    const { reads, writes } = machine.recorded() ?? NOTHING;
    const recorded: RecordedStep = {
      context,
      name,
      step,
      choices,
      script: turn.script,
      statements: machine.passed().map((passed, i) => Object.assign({}, passed, records[i] as StatementRecord)),
      awaited,
      enabled,
      reads: new Set(reads),
      writes: new Set(writes),
      findings,
    };
    look(machine, recorded, nth + 1);
    return recorded;
  });
  return { steps, machine };
}

const NOTHING = { reads: new Set<number>(), writes: new Set<number>() };
