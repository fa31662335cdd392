/**
 * The statements of a schedule that matter: a backward slice over what was recorded (Korel, Laski 1988), closed over data, control,
 * enabling, and what decisions kept from being written (relevant slices: Agrawal, Horgan, Krauser, Wong 1993; Gyimóthy, Beszédes,
 * Forgács 1999). docs/adr says what each relation is and why.
 */
import { InternalError, type LocalTouch, type Model } from '../../model/core/index.ts';
import type { RecordedRun, RecordedStatement } from '../recorded-run.ts';
import { type CellInfo, cellsOf } from './cells.ts';
import type { ControlDependence } from './control.ts';
import type { Criterion } from './criterion.ts';
import { type LearntSteps, localKey, RETURNED } from './learnt-steps.ts';

/** Why a statement matters for another, or for what is wrong (`of` is null). */
export interface Because {
  readonly is: 'data' | 'control' | 'enabling' | 'potential' | 'order' | 'wrong';
  /** The number of the statement that it matters for. */
  readonly of: number | null;
  /** The cell or local, by name, where it is about one. */
  readonly what: string | null;
}

/** A statement of the schedule, by its number in the order of all. */
export interface PlacedStatement extends RecordedStatement {
  /** Indices of its step, and among the statements of that. */
  readonly step: number;
  readonly nth: number;
  readonly context: number;
}

export interface Slice {
  readonly statements: readonly PlacedStatement[];
  /** By number of the statement: why it matters, first reason first. What is not there does not matter. */
  readonly because: ReadonlyMap<number, readonly Because[]>;
  /** By statement: the label in its function to which control went, or `RETURNED`; behind a call, that of the function called. */
  readonly wentTo: readonly string[];
}

/** What the slice is of. `sources`: steps (indices) that matter in any case, as the ends of orders that decide. */
export interface Slicing {
  readonly model: Model;
  readonly run: RecordedRun;
  readonly criterion: Criterion;
  readonly learnt: LearntSteps;
  readonly control: ControlDependence;
  readonly sources: readonly number[];
}

/** The cells that a statement asks for as the C does: not lives and guards, which the machine checks, nor the lock that it takes. */
const readsOf = (
  { reads, writes }: Pick<RecordedStatement, 'reads' | 'writes'>,
  infoOf: (cell: number) => CellInfo,
): number[] =>
  [...reads].filter((cell) => {
    const { kind } = infoOf(cell);
    if (kind === 'life' || kind === 'order') return false;
    return kind !== 'lock' || !writes.has(cell);
  });

const localOf = (context: number, { frame, name }: { readonly frame: number; readonly name: string }): string =>
  `${context} ${frame} ${name}`;

export function slice(slicing: Slicing): Slice {
  return new Slicer(slicing).slice();
}

/** Of the first `steps` steps alone: what matters for later ones matters for what is wrong. */
export function cutSlice({ statements, because, wentTo }: Slice, steps: number): Slice {
  const within = statements.findIndex(({ step }) => step >= steps);
  if (within < 0) return { statements, because, wentTo };
  const kept = [...because].flatMap(([number, why]): [number, Because[]][] =>
    number >= within
      ? []
      : [
          [
            number,
            why.map((one) => (one.of !== null && one.of >= within ? { is: 'wrong', of: null, what: one.what } : one)),
          ],
        ],
  );
  return { statements: statements.slice(0, within), because: new Map(kept), wentTo: wentTo.slice(0, within) };
}

/** A constant that is put into a local of the own function, which holds it already, is no write. */
const changes = ({ to, from, frame, isReturned }: LocalTouch, by: PlacedStatement): boolean =>
  to !== null && (to !== from || isReturned || frame !== by.frame || findsAnything(by));

const findsAnything = ({ reads, locals }: PlacedStatement): boolean =>
  reads.size > 0 || locals.some(({ to }) => to === null);

class Slicer {
  private readonly statements: PlacedStatement[];
  private readonly wentTo: readonly string[];
  /** By step, the number of its first statement; and one more, of the end. */
  private readonly firsts: number[] = [];
  private readonly because = new Map<number, Because[]>();
  private readonly open: number[] = [];
  private readonly infoOf: (cell: number) => CellInfo;
  private readonly of: Slicing;

  constructor(slicing: Slicing) {
    this.of = slicing;
    this.infoOf = cellsOf(slicing.model.shape);
    let number = 0;
    this.statements = slicing.run.steps.flatMap(({ statements, context }, step) => {
      this.firsts.push(number);
      number += statements.length;
      return statements.map((statement, nth): PlacedStatement => ({ ...statement, step, nth, context }));
    });
    this.firsts.push(number);
    this.wentTo = this.statements.map((_, of) => this.takenFrom(of));
  }

  /** The statement with that number. */
  private at(number: number): PlacedStatement {
    const statement = this.statements[number];
    if (statement === undefined) throw new InternalError(`no statement has the number ${number}`);
    return statement;
  }

  /** The number of the last such statement before `number`; -1: there is none. */
  private lastBefore(number: number, is: (one: PlacedStatement, number: number) => boolean): number {
    return this.statements.findLastIndex((one, i) => i < number && is(one, i));
  }

  slice(): Slice {
    const { run, criterion, sources } = this.of;
    const all = this.statements.length;
    if (criterion.isLastStep) {
      // What halted the run was the statement passed last; a breach may be of any that the step passed.
      const isHalted = run.machine.halted() !== null;
      const last = run.steps.length - 1;
      const from = isHalted ? all - 1 : (this.firsts[last] as number);
      for (let number = from; number < all; number++) this.add(number, { is: 'wrong', of: null, what: null });
    }
    if (criterion.loop !== null) this.addLoop(criterion.loop);
    for (const cell of criterion.cells) this.addLastWrite(cell, all, 'wrong', null);
    for (const { step } of criterion.moved) this.addStep(step, 'wrong');
    for (const context of criterion.waiting) this.addWaiting(context);
    for (const step of sources) this.add(this.firsts[step] as number, { is: 'order', of: null, what: null });
    for (let number = this.open.pop(); number !== undefined; number = this.open.pop()) this.follow(number);
    return { statements: this.statements, because: this.because, wentTo: this.wentTo };
  }

  /** Every decision and condition from that step on. */
  private addLoop(from: number): void {
    const { run, learnt } = this.of;
    this.statements.forEach(({ step, nth, proc, label }, number) => {
      const waits = nth === 0 && run.steps[step]?.awaited !== null;
      if (step >= from && (waits || learnt.isDecision(proc, label)))
        this.add(number, { is: 'wrong', of: null, what: null });
    });
  }

  private add(number: number, why: Because): void {
    const known = this.because.get(number);
    if (known === undefined) {
      this.because.set(number, [why]);
      this.open.push(number);
    } else known.push(why);
  }

  /** The statement of a step with which control came to where it then was. */
  private addStep(step: number, is: Because['is']): void {
    this.add((this.firsts[step + 1] as number) - 1, { is, of: null, what: null });
  }

  private addWaiting(context: number): void {
    const { machine } = this.of.run;
    const all = this.statements.length;
    const awaited = machine.awaited(context);
    for (const cell of awaited?.reads ?? []) this.addLastWrite(cell, all, 'wrong', null);
    const top = machine.stack(context).at(-1);
    const latest = this.lastBefore(all, (one) => one.context === context);
    if (top === undefined || latest < 0) return;
    const frame = awaited?.frame ?? this.at(latest).frame;
    this.addDecision({ context, frame, proc: top.proc, label: top.label }, all, { is: 'wrong', of: null, what: null });
  }

  private follow(number: number): void {
    const statement = this.at(number);
    const { learnt } = this.of;
    const { proc, label } = statement;
    for (const cell of readsOf(statement, this.infoOf)) {
      if (learnt.isConstant(proc, label, cell) || this.isOwnLock(cell, number)) continue;
      const write = this.addLastWrite(cell, number, 'data', number);
      this.addPotential(cell, write, number);
    }
    for (const touch of statement.locals)
      if (touch.to === null && !touch.isReturned && !learnt.isConstant(proc, label, localKey(touch.proc, touch.name)))
        this.addLocalWrite(localOf(statement.context, touch), number, number);
    this.addDecision(statement, number, { is: 'control', of: number, what: null });
    if (statement.nth === 0) this.addEnabling(statement.step, number);
  }

  /** A lock that the context took itself: that it holds it is no news. */
  private isOwnLock(cell: number, number: number): boolean {
    if (this.infoOf(cell).kind !== 'lock') return false;
    const write = this.lastBefore(number, (one) => one.writes.has(cell));
    return write >= 0 && this.at(write).context === this.at(number).context;
  }

  /** The last statement before `number` that writes the cell; -1: none does. */
  private addLastWrite(cell: number, number: number, is: Because['is'], of: number | null): number {
    const write = this.lastBefore(number, (one) => one.writes.has(cell));
    if (write >= 0) this.add(write, { is, of, what: this.infoOf(cell).name });
    return write;
  }

  /**
   * The last statement before `number` that writes the local; where that was the return of a call, the call, and what wrote the
   * local that was returned. `touches`: how many touches of the statement before `number` count.
   */
  private addLocalWrite(local: string, number: number, of: number, touches = Number.POSITIVE_INFINITY): void {
    const { context } = this.at(of);
    const counted = (one: PlacedStatement, i: number) => (i === number - 1 ? one.locals.slice(0, touches) : one.locals);
    const writeIn = (one: PlacedStatement, i: number): number =>
      counted(one, i).findLastIndex((touch) => localOf(context, touch) === local && changes(touch, one));
    const write = this.lastBefore(number, (one, i) => one.context === context && writeIn(one, i) >= 0);
    this.addPotentialLocal(local, write, number, of);
    if (write < 0) return;
    const writing = this.at(write);
    const { locals } = writing;
    const at = writeIn(writing, write);
    const { name, frame, isReturned } = locals[at] as LocalTouch;
    if (!isReturned) return this.add(write, { is: 'data', of, what: name });
    const call = this.lastBefore(write + 1, (one) => one.context === context && one.frame === frame);
    if (call >= 0) this.add(call, { is: 'data', of, what: name });
    const from = locals.slice(0, at).findLastIndex((touch) => touch.to === null && touch.isReturned);
    if (from >= 0) this.addLocalWrite(localOf(context, locals[from] as LocalTouch), write + 1, of, from);
  }

  /** The nearest decision in its frame on which it is control-dependent; where there is none, the call that made the frame. */
  private addDecision(
    at: Pick<PlacedStatement, 'context' | 'frame' | 'proc' | 'label'>,
    number: number,
    why: Because,
  ): void {
    const labels = this.of.control.decidedBy(at.proc, at.label);
    const isDecision = (one: PlacedStatement) =>
      one.context === at.context && one.frame === at.frame && labels.has(one.label);
    const decision = this.lastBefore(number, isDecision);
    if (decision >= 0) return this.add(decision, why);
    const first = this.statements.findIndex((one) => one.context === at.context && one.frame === at.frame);
    const begun = first < 0 ? number : first;
    const call = this.lastBefore(begun, (one) => one.context === at.context);
    const callees = call < 0 ? undefined : this.calleesOf(this.at(call));
    if (callees?.has(at.proc)) this.add(call, why);
  }

  private calleesOf({ proc, label }: PlacedStatement): ReadonlySet<string> | undefined {
    return this.of.learnt.stepAt(proc, label)?.callees;
  }

  /** What made the step's condition true, where it was false at some time since its context came to it. */
  private addEnabling(step: number, number: number): void {
    const { steps } = this.of.run;
    const { context, awaited } = steps[step] as (typeof steps)[number];
    if (awaited === null) return;
    const came = steps.findLastIndex((one, i) => i < step && one.context === context) + 1;
    let enabling = -1;
    for (let at = came; at < step; at++) if (!steps[at]?.enabled.includes(context)) enabling = at;
    if (enabling < 0) return;
    for (let one = this.firsts[enabling] as number; one < (this.firsts[enabling + 1] as number); one++)
      for (const cell of this.at(one).writes)
        if (awaited.reads.has(cell)) this.add(one, { is: 'enabling', of: number, what: this.infoOf(cell).name });
  }

  /** Decisions since the last write whose other side may write the cell. */
  private addPotential(cell: number, write: number, number: number): void {
    const { control, learnt } = this.of;
    for (let at = write + 1; at < number; at++) {
      const { proc, label } = this.at(at);
      if (!learnt.isDecision(proc, label)) continue;
      if (control.couldWrite(proc, label, this.wentTo[at] as string, cell))
        this.add(at, { is: 'potential', of: number, what: this.infoOf(cell).name });
    }
  }

  /** The same of a local: decisions in its frame. */
  private addPotentialLocal(local: string, write: number, number: number, of: number): void {
    const { control } = this.of;
    const [context, frame, name] = local.split(' ') as [string, string, string];
    for (let at = write + 1; at < number; at++) {
      const one = this.at(at);
      if (one.context !== Number(context) || one.frame !== Number(frame)) continue;
      if (control.couldWrite(one.proc, one.label, this.wentTo[at] as string, localKey(one.proc, name)))
        this.add(at, { is: 'potential', of, what: name });
    }
  }

  /** Where control went from a statement. */
  private takenFrom(number: number): string {
    const { context, frame, proc } = this.at(number);
    const next = this.statements.find((one, i) => i > number && one.context === context);
    if (next !== undefined) return next.frame === frame ? next.label : RETURNED;
    const top = this.of.run.machine.stack(context).at(-1);
    return top?.proc === proc ? top.label : RETURNED;
  }
}
