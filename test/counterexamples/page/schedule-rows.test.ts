/** The rows in which the page shows a schedule. */
import { describe, expect, it } from 'vitest';
import { shownOf } from '../../../counterexamples/formats/folded.ts';
import { type Row, scheduleRows } from '../../../counterexamples/page/view/schedule-rows.ts';
import { shippedMinimum } from '../formats/rendered.ts';

const minima = [
  ['buffered-reader', 'post-eiocbqueued', 'no-lost-wakeup'],
  ['dw1-inval', '2.6.20', 'no-use-after-free'],
] as const;

const stepsIn = (row: Row): readonly number[] =>
  row.is === 'step' ? [row.step] : Array.from({ length: row.to - row.from + 1 }, (_, i) => row.from + i);

const never = (): boolean => false;

describe.each(minima)('the schedule in which %s under %s violates %s', (...names) => {
  const { steps, explanation } = shippedMinimum(...names).rendered;
  if (explanation === null) throw new Error('it is explained');
  const numbers = steps.map((_, nth) => nth + 1);

  it.each([
    ['what matters', explanation, never],
    ['what matters, and some steps that were opened', explanation, (step: number) => step % 3 === 0],
    ['every step', null, never],
  ] as const)('has each of its steps in one row, in order: %s', (_, why, isOpen) => {
    expect(scheduleRows(steps, why, isOpen).flatMap(stepsIn)).toEqual(numbers);
  });

  it('shows the statements that the folded text shows', () => {
    const shown = shownOf(steps, explanation);
    const rows = scheduleRows(steps, explanation, never);
    const hidden = rows.flatMap((row) => (row.is === 'hidden' ? stepsIn(row) : []));
    expect(hidden.length).toBeGreaterThan(10);
    expect(hidden.flatMap((step) => shown[step - 1] ?? [])).toEqual([]);
    for (const row of rows) {
      if (row.is === 'hidden') continue;
      const all = steps[row.step - 1]?.statements ?? [];
      const mattering = shown[row.step - 1] ?? [];
      const isShown = (i: number): boolean =>
        mattering.length === 0 || mattering.includes(i) || (all[i]?.removed.length ?? 0) > 0;
      expect(row.statements.map(({ statement }) => statement)).toEqual(all.filter((_, i) => isShown(i)));
    }
  });

  it('shows all statements of a step that is opened', () => {
    const hidden = scheduleRows(steps, explanation, never).find(({ is }) => is === 'hidden');
    const [first = 0] = hidden === undefined ? [] : stepsIn(hidden);
    const row = scheduleRows(steps, explanation, (step) => step === first).find(
      (one) => one.is === 'step' && one.step === first,
    );
    expect(row).toMatchObject({ is: 'step', context: steps[first - 1]?.context });
    expect(row?.is === 'step' ? row.statements : []).toHaveLength(steps[first - 1]?.statements.length ?? -1);
  });

  it('names the functions of a context where they change, and not twice', () => {
    const rows = scheduleRows(steps, null, never).flatMap((row) => (row.is === 'step' ? [row] : []));
    expect(rows[0]?.statements[0]?.head).toContain('()');
    const latest = new Map<string, string>();
    for (const { context, statements } of rows)
      for (const { head, statement } of statements) {
        expect(head === null).toBe(latest.get(context) === statement.proc);
        latest.set(context, statement.proc);
      }
  });
});
