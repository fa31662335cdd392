/**
 * Takes steps. What it means to fire a step, to move control to the next action, to choose and to be halted is written
 * here once; a machine brings the storage: cells for the objects and stacks for the contexts.
 */
import { Access } from './access.ts';
import type { Cells } from './cells.ts';
import { Choices } from './choices.ts';
import { ControlMoves } from './control-moves.ts';
import { type Fault, type Finding, findingName, type Oops, type Trap } from './finding.ts';
import type { GhostCode } from './ghost-code.ts';
import { GhostHooks } from './ghost-hooks.ts';
import { Blind, current } from '../predicates/state-readers.ts';
import { type StateReader, inspection, type Inspection, type Situation } from '../predicates/inspection.ts';
import { blank, type Layout, layOut } from '../layout/layout.ts';
import type { LinkedProc, LinkedStep } from '../notation/link.ts';
import type { Fired, Footprint, FootprintNames, Machine, Passed, Predicate, TouchedByStatement } from './machine.ts';
import type { Model } from './model.ts';
import type { PlainState, StackEntry } from './state.ts';
import { isOurs } from '../errors/internal-error.ts';
import { whyNot } from '../predicates/predicate-failed.ts';
import { services } from './services.ts';
import { makeConstant } from '../notation/strict.ts';
import { Halt } from './halt.ts';
import { asHalt, type OpenStack } from './open-stack.ts';
import { PatchMisfit } from '../notation/patch.ts';
import type { Services } from '../notation/proc.ts';
import type { TouchedCells } from './touched-cells.ts';

const NOTHING: readonly never[] = [];

/** What tells whether a step can be taken now. */
export type Condition = (k: unknown, f: unknown) => boolean;

export abstract class Engine extends ControlMoves implements Machine {
  readonly contexts: readonly string[];
  readonly script: number[];
  readonly inspect: unknown;
  readonly situation: Situation;
  protected readonly model: Model;
  protected readonly layout: Layout;
  protected readonly access: Access;
  protected readonly k: unknown;
  protected readonly choices = new Choices();
  private trail: Passed[] | null = null;
  private blind: Blind | null = null;

  abstract readonly width: number;
  abstract reset(): void;
  abstract save(into: Uint32Array, at: number): void;
  abstract restore(from: Uint32Array, at: number): void;
  abstract rewind(): void;
  abstract halted(): string | null;
  abstract hasFinished(context: number): boolean;
  abstract isAtRest(context: number): boolean;
  abstract stack(context: number): readonly StackEntry[];
  abstract plain(): PlainState;
  /** The step on top of the stack of a context that has not finished. */
  protected abstract stepOf(context: number): LinkedStep;
  /** Opens the stack of a context that has not finished. */
  protected abstract open(context: number): OpenStack;
  protected abstract halt(name: string): void;

  constructor(model: Model, cellsOf: (layout: Layout) => Cells) {
    super();
    this.model = model;
    this.script = this.choices.script;
    this.contexts = model.contexts.map((c) => c.name);
    for (const { name, entry, args } of model.contexts)
      for (const local of Object.keys(args))
        if (!(local in entry.locals)) throw new Error(`${name} is given ${local}, which is no local of ${entry.name}`);
    makeConstant('the world', model.world);
    this.layout = layOut(model.shape);
    const cells = cellsOf(this.layout);
    this.access = new Access(this.layout, cells, true, model.contexts);
    const { k, situation } = this.inspecting(current(this, this.access.cells));
    this.inspect = k;
    this.situation = situation;
    this.k = services(this.access, model.world, this.choices);
    const { ghost } = model;
    if (ghost !== undefined)
      this.access.ghost = new GhostHooks(ghost as GhostCode<unknown>, this.layout, this.access, this.k);
  }

  /** Fills new objects in and lets the model begin; the machine's cells must be blank. */
  protected begin(): void {
    for (const pool of this.layout.pools)
      for (let id = 0; id < pool.size; id++)
        for (const field of pool.fields)
          this.access.cells.set(pool.base + id * pool.stride + field.offset, pool.heap ? blank(field) : field.init);
    const access = new Access(this.layout, this.access.cells, false);
    this.model.init(services(access, this.model.world, this.choices) as Services<unknown>);
  }

  protected inspecting(asking: StateReader): Inspection {
    return inspection(this.layout, this.model.program, this.model.world, asking);
  }

  ask<A>({ of, run }: Predicate<A>): A {
    try {
      return run(this.inspect, this.situation);
    } catch (problem) {
      throw whyNot(of, problem);
    }
  }

  saysAlways<A>(predicate: Predicate<A>): { readonly said: A } | null {
    return (this.blind ??= new Blind((asking) => this.inspecting(asking))).saysAlways(predicate);
  }

  sizeOf(name: string): number | null {
    const pool = this.layout.pools.find((p) => p.name === name);
    return pool?.size ?? (name === 'context' ? this.contexts.length : null);
  }

  /** Nothing is known of that here: any answer may have changed. */
  stale(): number {
    return -1;
  }
  markOf(_predicate: Predicate): number {
    return -1;
  }

  saveChanges(into: Uint32Array, changed: Int32Array): number {
    this.save(into, 0);
    for (let i = 0; i < this.width; i++) changed[i] = i;
    return this.width;
  }

  drawWith(draw: ((n: number) => number) | null): void {
    this.choices.draw = draw;
  }

  nextScript(): boolean {
    return this.choices.next();
  }

  enabled(context: number): boolean {
    if (this.hasFinished(context) || this.halted() !== null) return false;
    const step = this.stepOf(context);
    if (step.does !== 'act' || step.when === undefined) return true;
    try {
      return this.isTrue(step.when, context, null);
    } catch (problem) {
      // Looking at what it waits for is itself the mistake; taking the step then says so.
      if (isOurs(problem)) throw problem;
      return true;
    }
  }

  /** Whether the condition holds of a context whose next step has it. */
  protected isTrue(when: Condition, context: number, into: TouchedCells | null): boolean {
    const { frame } = this.open(context);
    return this.access.probing(context, () => when(this.k, frame), into);
  }

  enabledContexts(): readonly number[] {
    const enabled: number[] = [];
    for (let context = 0; context < this.contexts.length; context++) if (this.enabled(context)) enabled.push(context);
    return enabled;
  }

  fire(context: number): Fired {
    const { access } = this;
    const top = this.open(context);
    const first = top.proc.steps[top.at] as LinkedStep;
    const name = this.contexts[context] as string;
    this.choices.begin();
    access.enter(context);
    access.ghost?.runsOn(top);
    access.touched?.clear();
    if (this.trail !== null) this.trail = [];
    let findings: readonly Finding[] = NOTHING;
    try {
      this.act(top);
    } catch (halt) {
      const { is, kind, what } = this.asTrap(asHalt(halt, first.id, top));
      findings = [Object.freeze({ is, kind, what, step: first.id, context: name } as Oops | Fault | Trap)];
      this.halt(findingName({ kind, what }));
    }
    if (access.breaches.length > 0) findings = [...access.takeBreaches(first.id, name), ...findings];
    return { step: first.id, choices: this.choices.made(), findings };
  }

  private asTrap(halt: Halt): Halt {
    if (halt.kind !== 'range' || this.model.rangeIsTrap !== true) return halt;
    return new Halt('trap', 'trap', `the model has no room for it: ${halt.what}`);
  }

  /** A step was broken off by what goes through it (`isOurs`): nothing of it is left. */
  protected breakOff(): void {
    this.access.breaches.length = 0;
  }

  private act(top: OpenStack): void {
    const step = top.proc.steps[top.at] as LinkedStep;
    // What a task does before its first action (`settlesAtStart`).
    if (step.does !== 'act') return this.advanceToAction(top);
    this.comesTo(top, step);
    if (step.asks && step.when !== undefined) this.askAgain(step.when, top);
    this.jump(top, step, step.run(this.k, top.frame) as string | undefined);
    this.advanceToAction(top);
  }

  /** What a step waits for is part of it: what asking touches, and what is wrong with asking, is the step's. */
  private askAgain(when: Condition, { frame }: OpenStack): void {
    this.access.readOnly(() => when(this.k, frame));
    this.asked();
  }

  /** What a condition touches belongs to the step, and to no statement. */
  protected asked(): void {
    this.access.touched?.forget();
  }

  /**
   * A context begins at its first action, if control only moves on the way there. Where it would choose there, or come upon
   * something, that is a step of its own, and the stack must be opened anew: false. An interrupt, or a worker, is not asked
   * before it is called: throws PatchMisfit.
   */
  protected beginsAtAction(context: number, top: OpenStack): boolean {
    const { access, choices } = this;
    access.enter(context);
    access.ghost?.runsOn(top);
    choices.begin();
    let why: string | null = null;
    try {
      this.advanceToAction(top);
    } catch (problem) {
      const { kind, what } = asHalt(problem, `${this.contexts[context]}`, top);
      why = `${kind} ${what}`;
    }
    const [breach] = access.takeBreaches('', '');
    const [choice] = choices.made();
    choices.begin();
    if (breach !== undefined) why ??= `${breach.kind} ${breach.what}`;
    if (choice !== undefined) why ??= `it chooses ${choice.name}`;
    if (why !== null && this.model.contexts[context]?.idles)
      throw new PatchMisfit([
        {
          code: 'early',
          where: `${this.contexts[context]}`,
          message: `cannot begin: ${why} before its first action`,
          expected: 'a step with run in place of go',
        },
      ]);
    return why === null;
  }

  /** Moves control to the next action, or to the end of the stack. */
  private advanceToAction(top: OpenStack): void {
    this.access.movingControl(() => this.moveControl(top));
  }

  protected comesTo(top: OpenStack, step: LinkedStep): void {
    this.pass(top.proc, step);
    if (top.at === 0) this.access.ghost?.entered(top.proc.name);
  }

  protected returns({ proc }: OpenStack, value: number): void {
    this.access.ghost?.returned(proc.name, value);
  }

  /** Taken down while somebody records. */
  protected pass({ name, at }: LinkedProc, { label, source, patched, hunk }: LinkedStep): void {
    if (this.trail === null) return;
    this.access.touched?.begins();
    const isPatched = patched && source.unchanged !== true;
    this.trail.push({ proc: name, at, label, line: source.line, c: source.c, patched: isPatched, hunk });
  }

  record(on: boolean): void {
    this.access.recordTouched(on);
    this.trail = on ? [] : null;
  }

  passed(): readonly Passed[] {
    return this.trail ?? NOTHING;
  }

  touchedBy(): readonly TouchedByStatement[] {
    return this.access.touched?.statements ?? NOTHING;
  }

  recorded(): Footprint | null {
    return this.access.touched;
  }

  footprint(): FootprintNames {
    const names = (cells: ReadonlySet<number> | undefined) =>
      [...(cells ?? [])].map((cell) => this.layout.cells[cell]?.name ?? `cell ${cell}`).toSorted();
    return { reads: names(this.access.touched?.reads), writes: names(this.access.touched?.writes) };
  }
}
