/**
 * The reference machine: an immutable state of plain values, moved with immer, which tells what each step changed. It
 * runs the same modelled code as the packed machine over quite another storage, and so checks it.
 */
import { enablePatches, type Draft, type Patch as Change, produceWithPatches } from 'immer';
import { isOurs } from '../errors/internal-error.ts';
import { type Condition, Engine } from './engine.ts';
import type { OpenStack } from './open-stack.ts';
import { type LocalTouch, LocalsRecorder } from './locals-recorder.ts';
import { PlainCells, type PlainPools } from './plain-cells.ts';
import { freshEntry, PlainStack } from './plain-stack.ts';
import type { FrameObject, LinkedProc, LinkedStep } from '../notation/link.ts';
import type { Fired, Footprint, Predicate } from './machine.ts';
import { type StateLook, NotingReader } from '../predicates/looks.ts';
import { whyNot } from '../predicates/predicate-failed.ts';
import { current } from '../predicates/state-readers.ts';
import type { Model } from './model.ts';
import type { PlainState, StackEntry } from './state.ts';
import { TouchedCells } from './touched-cells.ts';

enablePatches();

interface ReferenceState {
  readonly pools: PlainPools;
  readonly stacks: Record<string, StackEntry[]>;
  readonly halted: string | null;
}

const placeOf = (entries: readonly StackEntry[]): string => entries.map(({ proc, label }) => `${proc}.${label}`).join();

/** What a statement did, beside where it is (`Passed`). Cells are those of the layout. */
export interface StatementRecord extends Pick<Footprint, 'reads' | 'writes'> {
  /** The one that the statement stands in. Frames of a context are numbered as they come, from 0. */
  readonly frame: number;
  readonly locals: readonly LocalTouch[];
}

/** What a condition looks at. */
export type Awaited = Omit<StatementRecord, 'writes'>;

const OF_NONE = { frame: 0, touches: [] as readonly LocalTouch[] };

const conditionOf = (step: LinkedStep): Condition | undefined => (step.does === 'act' ? step.when : undefined);

export class ReferenceMachine extends Engine {
  readonly width = 1;
  /** What the step last fired changed, as immer tells it. */
  changes: readonly Change[] = [];
  private before: ReferenceState;
  private readonly cells: PlainCells;
  private state: ReferenceState;
  private saved: ReferenceState;
  private readonly start: ReferenceState;
  private working: Draft<ReferenceState> | null = null;
  /** One for each context, while somebody records. */
  private recorders: LocalsRecorder[] | null = null;
  private isAsking = false;
  private readonly reader = current(this, this.access.cells);
  /** The context whose step was fired last. */
  private fired = 0;
  private readonly numbers = new Map<string, number>();
  private readonly states: ReferenceState[] = [];

  constructor(model: Model) {
    super(model, (layout) => new PlainCells(layout));
    this.cells = this.access.cells as PlainCells;
    this.begin();
    const stacks = model.contexts.map(({ name, entry, args }, i): [string, StackEntry[]] => {
      const begun = () => [freshEntry(model.program.byName.get(entry.name) as LinkedProc, args)];
      const entries = begun();
      const before = structuredClone(this.cells.pools);
      if (this.beginsAtAction(i, new PlainStack(entries, model.program.byName, null, this.access.ghost)))
        return [name, entries];
      // What it did is not done yet.
      this.cells.pools = before;
      return [name, begun()];
    });
    this.start = { pools: structuredClone(this.cells.pools), stacks: Object.fromEntries(stacks), halted: null };
    this.state = this.start;
    this.saved = this.start;
    this.before = this.start;
  }

  /** The state in which the step last fired was taken. */
  plainBefore(): PlainState {
    return this.before;
  }

  private become(state: ReferenceState): void {
    this.state = state;
    this.cells.pools = state.pools;
  }

  reset(): void {
    this.become(this.start);
    this.saved = this.start;
    if (this.recorders !== null) this.record(true);
  }

  /** One word: the number of the state among those saved so far, equal states having equal JSON. */
  save(into: Uint32Array, at: number): void {
    const json = JSON.stringify(this.state);
    let number = this.numbers.get(json);
    if (number === undefined) {
      number = this.states.push(this.state) - 1;
      this.numbers.set(json, number);
    }
    into[at] = number;
  }

  restore(from: Uint32Array, at: number): void {
    this.saved = this.states[from[at] as number] as ReferenceState;
    this.become(this.saved);
  }

  rewind(): void {
    this.become(this.saved);
  }

  halted(): string | null {
    return (this.working ?? this.state).halted;
  }

  protected halt(name: string): void {
    if (this.working) this.working.halted = name;
  }

  private entries(context: number): StackEntry[] {
    return (this.working ?? this.state).stacks[this.contexts[context] as string] as StackEntry[];
  }

  hasFinished(context: number): boolean {
    return this.entries(context).length === 0;
  }

  isAtRest(context: number): boolean {
    const now = this.entries(context);
    if (now.length === 0) return true;
    const idles = this.model.contexts[context]?.idles ?? false;
    return idles && placeOf(now) === placeOf(this.start.stacks[this.contexts[context] as string] ?? []);
  }

  protected stepOf(context: number): LinkedStep {
    const { proc, at } = this.open(context);
    return proc.steps[at] as LinkedStep;
  }

  protected open(context: number): OpenStack {
    const isHeard = this.working !== null || this.isAsking;
    const recorder = isHeard ? (this.recorders?.[context] ?? null) : null;
    return new PlainStack(this.entries(context), this.model.program.byName, recorder, this.access.ghost);
  }

  override record(on: boolean): void {
    super.record(on);
    this.recorders = on ? this.contexts.map((_, context) => new LocalsRecorder(this.entries(context).length)) : null;
  }

  /** What each statement of `passed()` did, in order. */
  statements(): readonly StatementRecord[] {
    const frames = this.recorders?.[this.fired]?.statements ?? [];
    return this.touchedBy().map(({ reads, writes }, nth) => {
      const { frame, touches } = frames[nth] ?? OF_NONE;
      return { frame, locals: touches, reads, writes };
    });
  }

  /** What the condition of the context's next step looks at now; null: it has none, or has finished. */
  awaited(context: number): Awaited | null {
    const when = this.hasFinished(context) ? undefined : conditionOf(this.stepOf(context));
    const recorder = this.recorders?.[context];
    if (when === undefined || recorder === undefined) return null;
    const touched = new TouchedCells();
    recorder.begins(this.entries(context).length);
    this.isAsking = true;
    try {
      this.isTrue(when, context, touched);
    } catch (problem) {
      // Looking is itself the mistake: taking the step says so.
      if (isOurs(problem)) throw problem;
    } finally {
      this.isAsking = false;
    }
    const { frame, touches } = recorder.statements.pop() ?? OF_NONE;
    return { frame, locals: touches, reads: touched.reads };
  }

  protected override returned(frame: FrameObject, local: string): number {
    const read = () => super.returned(frame, local);
    return this.recorders?.[this.fired]?.returning(read) ?? read();
  }

  protected override assignResult(frame: FrameObject, local: string, value: number): void {
    const assign = () => super.assignResult(frame, local, value);
    const recorder = this.recorders?.[this.fired];
    if (recorder === undefined) assign();
    else recorder.returning(assign);
  }

  protected override pass(proc: LinkedProc, step: LinkedStep): void {
    super.pass(proc, step);
    this.recorders?.[this.fired]?.begins(this.entries(this.fired).length);
  }

  protected override asked(): void {
    super.asked();
    this.recorders?.[this.fired]?.forget();
  }

  override fire(context: number): Fired {
    let fired: Fired | null = null;
    this.before = this.state;
    this.fired = context;
    this.recorders?.[context]?.clear();
    const before = this.entries(context);
    const [after, changes] = produceWithPatches(this.state, (draft) => {
      this.working = draft;
      this.cells.pools = draft.pools;
      fired = super.fire(context);
      // A halted context keeps the stack it had: there is no next action.
      if (draft.halted !== null) draft.stacks[this.contexts[context] as string] = before;
    });
    this.working = null;
    this.become(after);
    this.changes = changes;
    return fired as unknown as Fired;
  }

  stack(context: number): readonly StackEntry[] {
    return this.entries(context);
  }

  /** Asks the predicate, and tells what it looked at on its way to its answer. */
  lookedAt<A>({ of, run }: Predicate<A>): { readonly said: A; readonly looks: readonly StateLook[] } {
    const reader = new NotingReader(this.reader);
    const { k, situation } = this.inspecting(reader);
    try {
      return { said: run(k, situation), looks: [...reader.looks.values()] };
    } catch (problem) {
      throw whyNot(of, problem);
    }
  }

  /** What somebody who looks at the same sees in the current state. */
  look(look: StateLook): ReturnType<StateLook['in']> {
    return look.in(this.reader);
  }

  plain(): PlainState {
    return this.state;
  }
}
