/**
 * The reference machine: an immutable state of plain values, moved with immer, which tells what each step changed. It
 * runs the same modelled code as the packed machine over quite another storage, and so checks it.
 */
import { enablePatches, type Draft, type Patch as Change, produceWithPatches } from 'immer';
import type { Cells } from './access.ts';
import { Engine } from './engine.ts';
import type { OpenStack } from './open-stack.ts';
import { frameOver } from './frame.ts';
import { type LocalTouch, LocalsRecorder } from './locals-recorder.ts';
import { type Layout, LIVE } from '../layout/layout.ts';
import type { FieldLayout } from '../layout/pool-layout.ts';
import { type FrameObject, type LinkedProc, type LinkedStep, RETURN } from '../notation/link.ts';
import type { Fired } from './machine.ts';
import type { Model } from './model.ts';
import type { PlainState, StackEntry } from './state.ts';
import { contentOf, lifeContent, plainElement, plainLife, plainPools, plainValue } from '../layout/plain.ts';

enablePatches();

/** Where a cell lies in the plain state. `slot`: -2 the life, -1 a field or the length of a list, else a list slot. */
interface CellLocation {
  readonly pool: string;
  readonly id: number;
  readonly field: FieldLayout | null;
  readonly slot: number;
}

type PlainPools = Record<string, Record<string, unknown>[]>;

function placesOf(layout: Layout): CellLocation[] {
  const places: CellLocation[] = [];
  for (const { name: pool, size, fields } of layout.pools)
    for (let id = 0; id < size; id++) {
      places.push({ pool, id, field: null, slot: -2 });
      for (const field of fields) {
        places.push({ pool, id, field, slot: -1 });
        for (let slot = 0; slot < (field.element?.cap ?? 0); slot++) places.push({ pool, id, field, slot });
      }
    }
  return places;
}

/** Cells as a way of speaking about a plain state: each get and set goes to the value where it lies. */
class PlainCells implements Cells {
  pools: PlainPools;
  private readonly places: readonly CellLocation[];
  private readonly contexts: readonly string[];
  constructor(layout: Layout) {
    this.places = placesOf(layout);
    this.contexts = layout.contexts;
    this.pools = plainPools(layout, (cell) => layout.cells[cell]?.lowest as number);
  }
  get(cell: number): number {
    const { pool, id, field, slot } = this.places[cell] as CellLocation;
    const object = this.pools[pool]?.[id] as Record<string, unknown>;
    if (field === null) return 'life' in object ? lifeContent(object['life'] as string, this.contexts) : LIVE;
    const plain = object[field.name];
    if (field.element === null) return contentOf(field, plain);
    const list = plain as unknown[];
    if (slot < 0) return list.length;
    return field.domain === null ? (list[slot] as number) : field.domain.numberOf(list[slot] as number);
  }
  isHeldBy(lock: number, holder: number): boolean {
    return this.get(lock) === holder;
  }
  set(cell: number, content: number): void {
    const { pool, id, field, slot } = this.places[cell] as CellLocation;
    const object = this.pools[pool]?.[id] as Record<string, unknown>;
    if (field === null) object['life'] = plainLife(content, this.contexts);
    else if (field.element === null) object[field.name] = plainValue(field, content);
    else if (slot < 0) (object[field.name] as unknown[]).length = content;
    else (object[field.name] as unknown[])[slot] = plainElement(field, content);
  }
}

interface ReferenceState {
  readonly pools: PlainPools;
  readonly stacks: Record<string, StackEntry[]>;
  readonly halted: string | null;
}

class PlainStack implements OpenStack {
  private readonly entries: Draft<StackEntry>[];
  private readonly procs: ReadonlyMap<string, LinkedProc>;
  /** Hears what is done to locals, and of frames that come and go; null: nobody does. */
  private readonly recorder: LocalsRecorder | null;
  constructor(
    entries: Draft<StackEntry>[],
    procs: ReadonlyMap<string, LinkedProc>,
    recorder: LocalsRecorder | null = null,
  ) {
    this.entries = entries;
    this.procs = procs;
    this.recorder = recorder;
  }
  private get top(): Draft<StackEntry> {
    return this.entries.at(-1) as Draft<StackEntry>;
  }
  get proc(): LinkedProc {
    return this.procs.get(this.top.proc) as LinkedProc;
  }
  get at(): number {
    return this.proc.positions[this.top.label] as number;
  }
  set at(position: number) {
    this.top.label = position === RETURN ? 'return' : (this.proc.steps[position]?.label as string);
  }
  get frame(): FrameObject {
    const { locals, proc } = this.top;
    const names = this.proc.locals;
    const { recorder, depth } = this;
    const read = (i: number): number => {
      const name = names[i] as string;
      const value = locals[name] as number;
      recorder?.touched(depth, { proc, name, from: value, to: null });
      return value;
    };
    const write = (i: number, value: number) => {
      const name = names[i] as string;
      recorder?.touched(depth, { proc, name, from: locals[name] as number, to: value });
      locals[name] = value;
    };
    return frameOver(names, read, write);
  }
  get depth(): number {
    return this.entries.length;
  }
  functions(): LinkedProc[] {
    return this.entries.map((entry) => this.procs.get(entry.proc) as LinkedProc);
  }
  push(callee: LinkedProc): void {
    this.entries.push(freshEntry(callee, {}));
    this.recorder?.pushed(this.entries.length);
  }
  pop(): boolean {
    this.entries.pop();
    return this.entries.length > 0;
  }
}

function freshEntry(proc: LinkedProc, args: Readonly<Record<string, number>>): StackEntry {
  const locals = Object.fromEntries(proc.locals.map((name, i) => [name, proc.fresh[i] as number]));
  return { proc: proc.name, label: proc.steps[0]?.label as string, locals: { ...locals, ...args } };
}

const placeOf = (entries: readonly StackEntry[]): string => entries.map(({ proc, label }) => `${proc}.${label}`).join();

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
      if (this.beginsAtAction(i, new PlainStack(entries, model.program.byName))) return [name, entries];
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
    const recorder = this.working === null ? null : (this.recorders?.[context] ?? null);
    return new PlainStack(this.entries(context), this.model.program.byName, recorder);
  }

  override record(on: boolean): void {
    super.record(on);
    this.recorders = on ? this.contexts.map(() => new LocalsRecorder()) : null;
  }

  /** What the step last fired did to locals, for each statement of `passed()`, in order. */
  localsTouched(): readonly (readonly LocalTouch[])[] {
    return this.recorders?.[this.fired]?.statements ?? [];
  }

  protected override returned(frame: FrameObject, local: string): number {
    const read = () => super.returned(frame, local);
    return this.recorders?.[this.fired]?.returning(read) ?? read();
  }

  protected override pass(proc: LinkedProc, step: LinkedStep): void {
    super.pass(proc, step);
    this.recorders?.[this.fired]?.begins();
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

  plain(): PlainState {
    return this.state;
  }
}
