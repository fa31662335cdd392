/**
 * The reference machine with a shadow ledger beside it: right after each step that has a hand-written row, within the action,
 * the row is run. Nothing of that is in the machine's state, and the machine does not notice.
 */
import { type Model, type Program, ReferenceMachine, type StackEntry } from '../../../model/core/index.ts';
import type { AioModel } from '../../../model/closed-world.ts';
import type { World } from '../../../model/world.ts';
import {
  type AllHandWritten,
  type HandWritten,
  type LookedAt,
  type Row,
  rowOf,
  type StepLocals,
  type StepTaken,
} from './rows.ts';
import { ShadowLedger } from './shadow-ledger.ts';

type LinkedProc = Program['procs'][number];
type LinkedStep = LinkedProc['steps'][number];
type FrameObject = Record<string, number>;

/** Told of each step that has a row, after it was taken: the frame as it was before, and as it is. */
type Hears = (step: LinkedStep, row: Row, before: FrameObject, after: FrameObject) => void;

export class ShadowedMachine extends ReferenceMachine {
  /** Of the run since the last reset. It says nothing of what is not in it: another state cannot be restored. */
  ledger: ShadowLedger;
  /** The ids of the steps and calls whose rows this run has come to use. */
  used = new Set<string>();
  private readonly handWritten: AllHandWritten;
  private readonly world: World;
  private readonly program: Program;
  /** The context whose step is being taken. */
  private running = 0;
  /** What a row threw, which the machine would take for a mistake in the modelled code. */
  private thrown: Error | null = null;

  constructor(model: AioModel, handWritten: AllHandWritten) {
    // No row runs while the machine is made: contexts come to their first action over nothing that is recorded.
    let hears: Hears = () => undefined;
    super(withRows(model, handWritten, (...told) => hears(...told)));
    this.handWritten = handWritten;
    this.world = model.world;
    this.program = model.program;
    this.ledger = new ShadowLedger(model.world, model.contexts.length);
    hears = (step, row, before, after) => this.runRow(step, row, before, after);
  }

  override reset(): void {
    super.reset();
    this.ledger = new ShadowLedger(this.world, this.contexts.length);
    this.used = new Set();
  }

  override fire(context: number): ReturnType<ReferenceMachine['fire']> {
    this.running = context;
    const fired = super.fire(context);
    if (this.thrown !== null) throw this.thrown;
    return fired;
  }

  private runRow(step: LinkedStep, row: Row, before: FrameObject, after: FrameObject): void {
    this.used.add(step.id);
    try {
      row(this.ledger, this.taken(step, before, after));
    } catch (problem) {
      this.thrown ??= problem instanceof Error ? problem : new Error(String(problem));
    }
  }

  private taken(step: LinkedStep, before: FrameObject, after: FrameObject): StepTaken {
    return {
      k: this.inspect as LookedAt,
      context: this.running,
      before: localsOf(step, before),
      after: localsOf(step, after),
      caller: localsOf(step, this.stack(this.running).at(-2)?.locals ?? {}),
      chosen: (name) => this.choices.made().find((choice) => choice.name === name)?.value ?? 0,
      kiocbHolder: () => this.calledBelow('kiocbPuts'),
      kioctxHolder: () => this.calledBelow('kioctxReferences'),
    };
  }

  /** What the row of the innermost call on the stack says that has one of this kind. */
  private calledBelow<Kind extends 'kiocbPuts' | 'kioctxReferences'>(
    kind: Kind,
  ): Required<HandWritten>[Kind][string] | null {
    const calls: readonly StackEntry[] = this.stack(this.running).slice(0, -1);
    for (const { proc, label } of calls.toReversed()) {
      const linked = this.program.byName.get(proc);
      const step = linked?.steps[linked.positions[label] ?? -1];
      const said = step === undefined ? undefined : rowOf(this.handWritten, kind, step);
      if (said !== undefined) {
        this.used.add(`${proc}.${label}`);
        return said;
      }
    }
    return null;
  }
}

const localsOf =
  ({ id }: LinkedStep, frame: Readonly<FrameObject>): StepLocals =>
  (name) => {
    const value = Object.hasOwn(frame, name) ? frame[name] : undefined;
    if (value === undefined)
      throw new Error(`the row of ${id} names the local ${name}, which its function does not have`);
    return value;
  };

/** The same model, whose steps tell of themselves where they have a row. */
function withRows(model: AioModel, handWritten: AllHandWritten, hears: Hears): AioModel {
  const procs = model.program.procs.map((proc): LinkedProc => ({
    ...proc,
    steps: proc.steps.map((step) => {
      const row = rowOf(handWritten, 'records', step);
      return row === undefined ? step : heard(step, (before, after) => hears(step, row, before, after));
    }),
  }));
  return {
    ...model,
    program: { procs, byName: new Map(procs.map((proc) => [proc.name, proc])) },
  } satisfies Model<World>;
}

/** The step, that tells after it was taken; one that halts, or throws, never does. */
function heard(step: LinkedStep, tell: (before: FrameObject, after: FrameObject) => void): LinkedStep {
  const telling = <Said>(frame: FrameObject, take: () => Said): Said => {
    const before = { ...frame };
    const said = take();
    tell(before, frame);
    return said;
  };
  switch (step.does) {
    case 'act':
      return { ...step, run: (k, f) => telling(f as FrameObject, () => step.run(k, f)) };
    case 'go':
      return { ...step, go: (f, k) => telling(f as FrameObject, () => step.go(f, k)) };
    case 'call':
      return { ...step, args: (g, f, k) => telling(f, () => step.args(g, f, k)) };
  }
}
