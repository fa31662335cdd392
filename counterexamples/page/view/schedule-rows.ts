/** A schedule as rows: each step with the statements of it that are shown, and what was left out between two of them. */
import { showResult } from '../../../model/include/linux/errno.ts';
import { briefCode } from '../../brief-code.ts';
import type { Explanation } from '../../explain/explanation.ts';
import { allValues, shownOf, valuesOf } from '../../formats/folded.ts';
import type { NarratedStatement, NarratedStep } from '../../narrate.ts';

export interface StatementRow {
  readonly statement: NarratedStatement;
  readonly code: string;
  readonly values: readonly string[];
  /** The functions on the stack, if they are others than those that the lane showed last. */
  readonly head: string | null;
  /** What a patch took out in front of it. */
  readonly removed: NarratedStatement['removed'];
  readonly matters: boolean;
}

export interface StepRow {
  readonly is: 'step';
  /** From 1 on. */
  readonly step: number;
  readonly context: string;
  readonly statements: readonly StatementRow[];
  readonly findings: NarratedStep['findings'];
}

/** Steps that are left out, from 1 on. */
export interface HiddenRow {
  readonly is: 'hidden';
  readonly from: number;
  readonly to: number;
}

export type Row = StepRow | HiddenRow;

/** `opened`: steps that are shown though they do not matter. Without an explanation all are. */
export function scheduleRows(
  steps: readonly NarratedStep[],
  explanation: Explanation | null,
  isOpen: (step: number) => boolean,
): readonly Row[] {
  const shown = explanation === null ? null : shownOf(steps, explanation);
  const functions = new Map<string, string>();
  const rows: Row[] = [];
  for (const [nth, step] of steps.entries()) {
    const mattering = shown?.[nth] ?? step.statements.map((_, i) => i);
    const takesOut = step.statements.some(({ removed }) => removed.length > 0);
    const isShown = mattering.length > 0 || takesOut || isOpen(nth + 1);
    const last = rows.at(-1);
    if (isShown)
      rows.push(
        stepRow(step, nth, explanation, isOpen(nth + 1) || mattering.length === 0 ? null : mattering, functions),
      );
    else if (last?.is === 'hidden') rows[rows.length - 1] = { ...last, to: nth + 1 };
    else rows.push({ is: 'hidden', from: nth + 1, to: nth + 1 });
  }
  return rows;
}

function stepRow(
  step: NarratedStep,
  nth: number,
  explanation: Explanation | null,
  only: readonly number[] | null,
  functions: Map<string, string>,
): StepRow {
  const { context } = step;
  const statements = step.statements.flatMap((statement, i): StatementRow[] => {
    const { removed } = statement;
    if (only !== null && !only.includes(i) && removed.length === 0) return [];
    const told = explanation?.statements[nth]?.[i];
    const path = told?.path ?? [statement.proc];
    const [file = ''] = statement.at.split(':');
    const key = path.join(' → ');
    const head =
      functions.get(context) === key
        ? null
        : `${path
            .slice(-2)
            .map((proc) => `${proc}()`)
            .join(' → ')}  ${file}`;
    functions.set(context, key);
    const values =
      told === undefined || explanation === null || told.because.length === 0
        ? allValues(step, i, showResult)
        : valuesOf(step, i, told, showResult, explanation.ours);
    return [
      { statement, code: briefCode(statement.c), values, head, removed, matters: (told?.because.length ?? 0) > 0 },
    ];
  });
  return { is: 'step', step: nth + 1, context, statements, findings: step.findings };
}
