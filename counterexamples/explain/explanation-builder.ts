/** Makes an explanation of what was worked out: numbers of steps, cells and functions become what a reader knows. */
import { type Finding, linkedStep, type RemovedStep } from '../../model/core/index.ts';
import { judgeFinding } from '../../properties/checker/findings.ts';
import { violationHere } from '../../properties/checker/questions.ts';
import type { Property } from '../../properties/checker/property.ts';
import { localsTold } from '../locals.ts';
import { fileOf, narrate, removedBefore, type ShowValue } from '../narrate.ts';
import { partsOfStep } from '../schedule.ts';
import type { Analysis, Failing } from './analysis.ts';
import { branchTold } from './branch.ts';
import type { Occurrence } from './candidates.ts';
import { type CellInfo, cellsOf } from './cells.ts';
import type { DecidingCandidate } from './deciding.ts';
import { localKey } from './learnt-steps.ts';
import {
  type BecauseTold,
  type DecidedTold,
  type Explanation,
  type Meets,
  type PassingTold,
  type StatementTold,
  type StepTold,
} from './explanation.ts';
import type { PlacedStatement } from './slice.ts';

export interface Explaining<K> extends Failing<K> {
  readonly showValue?: ShowValue;
  readonly maxStates?: number | undefined;
}

export class ExplanationBuilder<K> {
  private readonly given: Explaining<K>;
  private readonly analysis: Analysis;
  private readonly infoOf: (cell: number) => CellInfo;

  constructor(given: Explaining<K>, analysis: Analysis) {
    this.given = given;
    this.analysis = analysis;
    this.infoOf = cellsOf(given.model.shape);
  }

  explanation(): Explanation {
    const { deciding, noReturn, share, states, run } = this.analysis;
    const last = run.steps.length - 1;
    const removed = this.passedRemoved();
    return {
      statements: this.statements(),
      deciding: deciding === null ? null : deciding.candidates.map((one) => this.decided(one)),
      hasOthers: deciding?.hasOthers ?? null,
      passing: this.passing(),
      noReturn,
      share: share === null ? null : { failing: `${share.failing}`, all: `${share.all}` },
      states,
      freed: this.freed(),
      finding: this.finding(),
      wrongAt: this.stepAt(Math.max(last, 0), -1),
      only: Object.entries(this.given.model.shape.sizes).flatMap(([pool, size]) => (size === 1 ? [pool] : [])),
      ours: this.ours(),
      removed: removed.map(({ proc, at, line, c }) => ({ proc, at: `${fileOf(at)}:${line}`, c })),
      hunks: this.hunks(removed),
    };
  }

  private nameOf(info: CellInfo): string {
    const isOnly = this.given.model.shape.sizes[info.pool] === 1;
    return isOnly ? info.name.replace('[0]', '') : info.name;
  }

  /** `the kioctx`, `kiocb[1]`. */
  private objectOf(info: CellInfo): string {
    const name = this.nameOf(info);
    return name === info.pool ? `the ${name}` : name;
  }

  private statements(): StatementTold[][] {
    const { slice, run } = this.analysis;
    const told: StatementTold[][] = run.steps.map(() => []);
    const paths = new Map<string, readonly string[]>();
    const locals = this.locals();
    slice.statements.forEach((statement, number) => {
      const place = `${statement.context} ${statement.frame}`;
      const path = paths.get(place) ?? this.pathOf(number, paths);
      paths.set(place, path);
      const because = (slice.because.get(number) ?? []).map(({ is, of, what }): BecauseTold => {
        const matters = of === null ? undefined : slice.statements[of];
        return { is, what, step: matters?.step ?? null, statement: matters?.nth ?? null };
      });
      told[statement.step]?.push({
        because,
        path,
        isCall: this.isCall(statement),
        branch: this.branchOf(number),
        locals: locals[statement.step]?.[statement.nth] ?? null,
      });
    });
    return told;
  }

  private locals(): (string | null)[][] {
    const { given, analysis } = this;
    const { model, showValue = String } = given;
    const steps = analysis.run.steps.map((step) => Object.assign({}, step, { tellsMore: false }));
    return localsTold(
      model,
      steps,
      showValue,
      ({ proc, name, to }, statement) =>
        to !== null || !analysis.learnt.isConstant(statement.proc, statement.label, localKey(proc, name)),
    );
  }

  private isCall({ proc, label }: PlacedStatement): boolean {
    return linkedStep(this.given.model.program, proc, label)?.does === 'call';
  }

  /** A frame that is new in the run was made by the statement before it, if that called its function. */
  private pathOf(number: number, paths: ReadonlyMap<string, readonly string[]>): readonly string[] {
    const { statements } = this.analysis.slice;
    const { context, proc } = statements[number] as PlacedStatement;
    const call = statements.findLastIndex((one, i) => i < number && one.context === context);
    const caller = statements[call];
    if (caller === undefined || !this.isCall(caller)) return [...this.startOf(context, proc), proc];
    return [...(paths.get(`${context} ${caller.frame}`) ?? []), proc];
  }

  /** The functions around one in which a context stands at the start. */
  private startOf(context: number, proc: string): readonly string[] {
    const { machine } = this.analysis.run;
    machine.reset();
    const names = machine.stack(context).map((entry) => entry.proc);
    const at = names.indexOf(proc);
    return at < 0 ? [] : names.slice(0, at);
  }

  private branchOf(number: number): string | null {
    const { slice, learnt } = this.analysis;
    const { proc, label, c } = slice.statements[number] as PlacedStatement;
    if (!learnt.isDecision(proc, label)) return null;
    const { program } = this.given.model;
    const linked = program.byName.get(proc);
    const next = linked?.steps[(linked.positions[label] ?? 0) + 1]?.label;
    const to = slice.wentTo[number] as string;
    return branchTold(c, to, next, linkedStep(program, proc, to)?.source.line);
  }

  /** `nth`: among the statements of the step; below zero from behind. */
  private stepAt(step: number, nth = 0): StepTold {
    const { name, context, statements } = this.analysis.run.steps[step] as Analysis['run']['steps'][number];
    const statement = statements.at(nth) ?? statements[0];
    return {
      context: name,
      isAtomic: this.isAtomic(context),
      step: step + 1,
      proc: statement?.proc ?? '',
      at: `${fileOf(statement?.at ?? '')}:${statement?.line ?? 0}`,
      c: statement?.c ?? '',
    };
  }

  private isAtomic(context: number): boolean {
    return this.given.model.contexts[context]?.atomic === true;
  }

  /** An event that the schedule does not come to. */
  private never({ context, step }: Occurrence): StepTold {
    const { proc, label } = partsOfStep(step);
    const { program, contexts } = this.given.model;
    const { line = 0, c = step } = linkedStep(program, proc, label)?.source ?? {};
    const name = contexts[context]?.name ?? `context ${context}`;
    return {
      context: name,
      isAtomic: this.isAtomic(context),
      step: null,
      proc,
      at: `${fileOf(program.byName.get(proc)?.at ?? '')}:${line}`,
      c,
    };
  }

  private decided(one: DecidingCandidate): DecidedTold {
    const { showValue = String } = this.given;
    if (one.is === 'choice')
      return { is: 'choice', at: this.stepAt(one.from), name: one.name, value: showValue(one.value) };
    const [before, after] = [this.stepAt(one.from), one.to === null ? this.never(one.after) : this.stepAt(one.to)];
    const { over } = one;
    const info = over === null ? null : this.infoOf(over);
    const writes = (step: number | null) =>
      over !== null && step !== null && this.analysis.touches[step]?.writes.has(over) === true;
    const first = writes(one.from) ? 'writes' : 'reads';
    // One of two that conflict writes.
    const second = one.to === null ? (first === 'reads' ? 'writes' : 'reads') : writes(one.to) ? 'writes' : 'reads';
    const what = info === null ? null : info.kind === 'life' ? this.objectOf(info) : this.nameOf(info);
    const meets: Meets = { what, first, second, isLock: info?.kind === 'lock', isLife: info?.kind === 'life' };
    return { is: 'order', before, after, meets, isTurned: one.isTurned };
  }

  private passing(): PassingTold | null {
    const { nearest, passesAll } = this.analysis;
    if (nearest === null) return null;
    const { model, showValue = String } = this.given;
    const { turns, is, leftOut, distance } = nearest;
    const { steps } = narrate(model, turns, { showValue });
    const violates = passesAll ? [] : this.violatedOn(turns);
    return { steps, is, leftOut: leftOut.map((step) => step + 1), distance, violates };
  }

  private violatedOn(turns: Failing<K>['turns']): string[] {
    const { model, asked, property } = this.given;
    const violated = new Set<Property<K>>();
    narrate(model, turns, {
      look: (machine, findings) => {
        for (const one of asked)
          if (one !== property && violationHere(machine, one, findings) !== null) violated.add(one);
      },
    });
    return [...violated].map(({ name }) => name);
  }

  private freed(): Explanation['freed'] {
    const { run, criterion } = this.analysis;
    const [life] = criterion.isLastStep ? criterion.cells.filter((cell) => this.infoOf(cell).kind === 'life') : [];
    if (life === undefined) return null;
    const last = run.steps.length - 1;
    const step = run.steps.findLastIndex(({ writes }, i) => i < last && writes.has(life));
    if (step < 0) return null;
    const nth = run.steps[step]?.statements.findLastIndex(({ writes }) => writes.has(life)) ?? 0;
    return { what: this.objectOf(this.infoOf(life)), by: this.stepAt(step, Math.max(nth, 0)) };
  }

  private finding(): Finding | null {
    const { findings = [] } = this.analysis.run.steps.at(-1) ?? {};
    return findings.find((one) => judgeFinding(this.given.property, one) !== null) ?? null;
  }

  private ours(): string[] {
    const written = this.analysis.run.steps.flatMap(({ writes }) => [...writes].map((cell) => this.infoOf(cell)));
    return [...new Set(written.flatMap(({ kind, name }) => (kind === 'ledger' ? [name] : [])))];
  }

  /** With where they were. */
  private passedRemoved() {
    const { steps } = this.analysis.run;
    const removed = removedBefore(this.given.model, steps);
    const passed = steps.flatMap(({ statements }, nth) =>
      statements.flatMap(({ proc, at }, i) => (removed[nth]?.[i] ?? []).map((one) => Object.assign({ proc, at }, one))),
    );
    return [...new Map(passed.map((one) => [`${one.proc} ${one.line} ${one.c}`, one])).values()];
  }

  private hunks(removed: readonly Pick<RemovedStep, 'hunk'>[]): string[] {
    const { slice } = this.analysis;
    const hunks = slice.statements.flatMap(({ hunk }, number) => (slice.because.has(number) && hunk ? [hunk] : []));
    return [...new Set([...hunks, ...removed.flatMap(({ hunk }) => hunk ?? [])])];
  }
}
