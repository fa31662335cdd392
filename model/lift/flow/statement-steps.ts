/** Which steps of a function's proc stand for each of its statements, and which statements one step stands for together. */
import type { AnyProc, AnyStep } from '../../core/notation/proc.ts';
import type { LineAccount } from '../../source/account.ts';
import type { LineRange } from '../../source/line-kinds.ts';
import type { ModelledLines } from '../../source/source-file.ts';

/** Statements that share steps: nobody can come between what one step does, nor can anything be put there. */
export interface StatementGroup {
  /** Of each statement, in the order of the C. */
  readonly lines: readonly LineRange[];
  /** Labels, in the order of the proc. */
  readonly steps: readonly string[];
}

export class StatementSteps {
  readonly proc: AnyProc;
  readonly groups: readonly StatementGroup[];
  readonly modelled: ModelledLines;
  private readonly steps: ReadonlyMap<string, AnyStep>;
  private readonly byStatement = new Map<LineRange, readonly string[]>();
  private readonly reasons: readonly LineRange[];
  private readonly groupOf = new Map<LineRange, StatementGroup>();

  /** `accountOf`: of the lines of its file. */
  constructor(modelled: ModelledLines, proc: AnyProc, accountOf: (line: number) => LineAccount | { is: 'new' }) {
    this.modelled = modelled;
    this.proc = proc;
    this.steps = proc.steps as ReadonlyMap<string, AnyStep>;
    const order = [...this.steps.keys()];
    const isAt = (label: string, from: number, to: number) => {
      const line = this.steps.get(label)?.line ?? 0;
      return from <= line && line <= to;
    };
    // An error by its name, which may be imported from anywhere, or a number.
    const returns =
      proc.returns === null ? null : new RegExp(`\\bf\\.${proc.returns}\\s*=\\s*-?(?:(?:[\\w$]+\\.)?E[A-Z]+|\\d+)\\b`);
    const anyOf = proc.returns === null ? null : new RegExp(`\\bf\\.${proc.returns}\\s*=(?!=)`);
    /** The line returns a constant, which the step that goes there sets; `isTold`: or anything else. */
    const isReturned = (label: string, line: number, isTold = false) => {
      const step = this.steps.get(label);
      const code = step === undefined ? undefined : 'run' in step ? step.run : 'go' in step ? step.go : undefined;
      const { tokens = [] } = modelled.structure.lines[line - modelled.lines[0]] ?? {};
      const set = isTold ? anyOf : returns;
      return set?.test(String(code)) === true && tokens.some(({ is }) => is === 'return-value');
    };
    for (const [from, to, kind] of modelled.statements) {
      const found = new Set<string>();
      // By the table, and not since they stand in front.
      const told = new Set<string>();
      for (let line = from; line <= to; line += 1) {
        const account = accountOf(line);
        if (account.is !== 'steps') continue;
        for (const name of account.steps) {
          const label = name.startsWith(`${proc.name}.`) ? name.slice(proc.name.length + 1) : null;
          if (label === null) continue;
          if (account.inherited !== true) told.add(label);
          if (account.inherited !== true || isReturned(label, line)) found.add(label);
        }
      }
      // A jump that a step goes by is no part of what it does.
      const own = order.filter(
        (label) =>
          found.has(label) && (kind !== 'jump' || isAt(label, from, to) || isReturned(label, from, told.has(label))),
      );
      if (own.length > 0) this.byStatement.set([from, to], own);
    }
    const lines = modelled.statements.map(([from]) => accountOf(from));
    this.reasons = lines.flatMap((account) => (account.is === 'reason' ? [account.reason.lines] : []));
    this.groups = this.joined();
    for (const group of this.groups) for (const range of group.lines) this.groupOf.set(range, group);
  }

  private joined(): readonly StatementGroup[] {
    let groups: StatementGroup[] = [];
    for (const [range, steps] of this.byStatement) {
      const met = groups.filter((group) => group.steps.some((label) => steps.includes(label)));
      const lines = [...met.flatMap((group) => group.lines), range].toSorted((a, b) => a[0] - b[0]);
      const all = new Set([...met.flatMap((group) => group.steps), ...steps]);
      groups = groups.filter((group) => !met.includes(group));
      groups.push({ lines, steps: [...this.steps.keys()].filter((label) => all.has(label)) });
    }
    return groups.toSorted((a, b) => (a.lines[0]?.[0] ?? 0) - (b.lines[0]?.[0] ?? 0));
  }

  /** The statement that a line is of; a line that does nothing is one of its own. */
  statementAt(line: number): LineRange {
    const found = [...this.byStatement.keys()].find(([from, to]) => from <= line && line <= to);
    if (found !== undefined) return found;
    const [from, to] = this.modelled.statements.find((one) => one[0] <= line && line <= one[1]) ?? [line, line];
    return [from, to];
  }

  /** Labels, in the order of the proc; none where a reason says why, or where it is a jump that goes with the step in front of it. */
  stepsOf(line: number): readonly string[] {
    return this.byStatement.get(this.statementAt(line)) ?? [];
  }

  groupAt(line: number): StatementGroup | undefined {
    return this.groupOf.get(this.statementAt(line));
  }

  /** One reason says of both lines why no step stands for them. */
  haveOneReason(line: number, other: number): boolean {
    const [low, high] = [Math.min(line, other), Math.max(line, other)];
    return this.reasons.some(([from, to]) => from <= low && high <= to);
  }

  /**
   * The step that control comes to when it comes to a statement: the first at its lines, or the first of a function that is called here,
   * where its steps are part of this proc. Null: it has none of its own, but may be part of one above or below.
   */
  firstStep(line: number): string | null {
    const [from, to] = this.statementAt(line);
    const [first, last] = this.modelled.lines;
    const lineOf = (label: string) => this.steps.get(label)?.line ?? 0;
    const isHere = (at: number) => from <= at && at <= to;
    const steps = this.stepsOf(line);
    const called = [...this.steps.keys()].find((label) => lineOf(label) < first || lineOf(label) > last);
    return steps.find((label) => isHere(lineOf(label))) ?? steps.find((label) => label === called) ?? null;
  }
}
