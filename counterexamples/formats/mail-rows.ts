/** The steps of a counterexample that a mail shows: those that decide, and what it takes to see why. */
import type { DecidedTold, Explanation, StatementTold, StepTold } from '../explain/explanation.ts';
import { fileOf, type NarratedStep } from '../narrate.ts';
import { valuesOf } from './folded.ts';
import { briefCode } from '../brief-code.ts';
import { type RenderedSchedule, unnumbered } from './subject.ts';

/** As the kernel reports it. */
const MARKS: Readonly<Partial<Record<string, string>>> = { bug_on: 'kernel BUG', bad_pointer: 'bad pointer' };

/** A step that decides: where it is, what it does, and what it saw or changed. */
export interface MailRow {
  readonly step: number;
  /** Of the statements of its step that are shown. */
  readonly isFirst: boolean;
  readonly context: string;
  readonly isAtomic: boolean;
  readonly proc: string;
  /** What called its function; null: nothing that is told. */
  readonly caller: string | null;
  /** `fs/aio.c:1002`; a `+` behind it: the patch brings it. */
  readonly at: string;
  readonly code: string;
  readonly notes: readonly string[];
  /** The bad access. */
  readonly mark: string | null;
}

/** More are hard to take in; causes that are farther off are left to the folded schedule. */
const MOST_ROWS = 8;

/** The ends of what decides, the chances that went wrong, what the property saw, the last step, if it came upon something; and what others did that these saw. */
export function rowsOf(
  steps: readonly NarratedStep[],
  explanation: Explanation,
  showValue: RenderedSchedule['showValue'],
): MailRow[] {
  const { deciding, finding, wrongAt } = explanation;
  const chosen = chosenSteps(steps, explanation);
  const atomic = new Set(
    [wrongAt, ...(deciding ?? []).flatMap(endsOf)].flatMap(({ context, isAtomic }) => (isAtomic ? [context] : [])),
  );
  return [...chosen]
    .toSorted((a, b) => a - b)
    .flatMap((number): MailRow[] => {
      const step = steps[number - 1];
      const statements = explanation.statements[number - 1];
      const isBad = finding !== null && number === wrongAt.step;
      // What halted the run was the statement passed last.
      const wrong = statements?.findIndex(({ because, isCall }) => !isCall && because.some(({ is }) => is === 'wrong'));
      const nth = isBad && statements !== undefined ? statements.length - 1 : Math.max(wrong ?? 0, 0);
      if (step === undefined) return [];
      // What a chance that went wrong led to at once, too.
      const more =
        step.faults === 0 ? [] : statements?.flatMap(({ because }, i) => (i > nth && because.length > 0 ? [i] : []));
      return [nth, ...(more ?? [])].flatMap((i): MailRow[] => {
        const [one, its] = [step.statements[i], statements?.[i]];
        if (one === undefined || its === undefined || (i > nth && its.isCall)) return [];
        return [
          {
            step: number,
            isFirst: i === nth,
            context: step.context,
            isAtomic: atomic.has(step.context),
            proc: one.proc,
            caller: its.path.at(-2) ?? null,
            at: `${fileOf(one.at)}:${one.line}${one.patched ? '+' : ''}`,
            code: briefCode(one.c),
            // Where control would have gone from what halts the run says nothing.
            notes: notesOf(explanation, step, i, isBad ? { ...its, branch: null } : its, showValue),
            mark: isBad && i === nth ? (MARKS[finding.kind] ?? finding.kind.replaceAll('_', ' ')) : null,
          },
        ];
      });
    });
}

/** The steps that an order or a choice speaks of. */
const endsOf = (one: DecidedTold): readonly StepTold[] => (one.is === 'choice' ? [one.at] : [one.before, one.after]);

/** Numbers of steps, from 1 on. */
function chosenSteps(steps: readonly NarratedStep[], explanation: Explanation): ReadonlySet<number> {
  const { deciding, freed, finding, wrongAt, statements } = explanation;
  const chosen = new Set<number>();
  const told = (one: StepTold) => {
    if (one.step !== null) chosen.add(one.step);
  };
  for (const end of (deciding ?? []).flatMap(endsOf)) told(end);
  if (freed !== null) {
    told(freed.by);
    const decision = decisionFor(explanation, freed.by);
    if (decision !== null) chosen.add(decision);
  }
  if (finding !== null) told(wrongAt);
  steps.forEach(({ faults }, nth) => {
    if (faults > 0) chosen.add(nth + 1);
  });
  statements.forEach((all, nth) => {
    const isWrong = all.some(({ because, isCall }) => !isCall && because.some(({ is }) => is === 'wrong'));
    if (!isWrong) return;
    chosen.add(nth + 1);
    const look = lookBefore(steps, explanation, nth);
    if (look !== null && finding === null) chosen.add(look);
  });
  for (const cause of causesOf(steps, explanation, chosen)) if (chosen.size < MOST_ROWS) chosen.add(cause);
  return chosen;
}

/** The decision about memory that led a context to a step (an index), in a function that the same one called. */
function lookBefore(steps: readonly NarratedStep[], { statements }: Explanation, nth: number): number | null {
  const { context } = steps[nth] as NarratedStep;
  const callerOf = (i: number): string | undefined => statements[i]?.[0]?.path.slice(0, -1).join();
  const before = steps.findLastIndex((step, i) => {
    const [told] = statements[i] ?? [];
    const decides = told !== undefined && told.because.length > 0 && told.branch !== null;
    const isNear = i < nth && step.context === context && callerOf(i) === callerOf(nth);
    return isNear && decides && step.looks.length > 0;
  });
  return before < 0 ? null : before + 1;
}

/** Steps in which another context wrote what one of these saw, the latest first. */
function causesOf(
  steps: readonly NarratedStep[],
  { statements, ours }: Explanation,
  chosen: ReadonlySet<number>,
): readonly number[] {
  const causes = statements.flatMap((all, nth) => {
    const isCause = all.some(({ because }) =>
      because.some(
        ({ is, step, what }) =>
          (is === 'data' || is === 'enabling') &&
          step !== null &&
          chosen.has(step + 1) &&
          steps[step]?.context !== steps[nth]?.context &&
          what !== null &&
          // Records of ours, and locks, are no causes that a reader looks for.
          !ours.includes(what) &&
          !what.endsWith('lock'),
      ),
    );
    return isCause && !chosen.has(nth + 1) ? [nth + 1] : [];
  });
  return causes.toReversed();
}

/** The step whose decision led to a step, over whatever calls: a put that was the last one, say. From 1 on; null: none is known. */
function decisionFor({ statements }: Explanation, { step }: StepTold): number | null {
  let of = { step: (step ?? 0) - 1, statement: 0 };
  for (;;) {
    const led = statements.flatMap((all, nth) =>
      all.flatMap(({ because, isCall }, statement) =>
        because.some((one) => one.is === 'control' && one.step === of.step && one.statement === of.statement)
          ? [{ step: nth, statement, isCall }]
          : [],
      ),
    );
    const nearest = led.at(-1);
    if (nearest === undefined) return null;
    if (!nearest.isCall) return nearest.statement === 0 ? nearest.step + 1 : null;
    of = nearest;
  }
}

/** What it saw or changed, and where it went; not what is in no C program, nor what a call handed on. */
function notesOf(
  { only, ours }: Explanation,
  step: NarratedStep,
  nth: number,
  told: StatementTold,
  showValue: RenderedSchedule['showValue'],
): string[] {
  const changes = step.changes.filter(({ what }) => !ours.includes(what));
  const notes = valuesOf({ ...step, changes }, nth, told, showValue, ours)
    .flatMap((note) => note.split(', '))
    .filter((note) => !/\(\) /.test(note))
    .map((note) => unnumbered(note, only));
  const seen = notes.filter((note) => !note.startsWith('chance: '));
  return (seen.length === 0 ? notes : seen).slice(0, MOST_NOTES).map(listChange);
}

/** Of a list that one is added to or taken from, that one. */
function listChange(note: string): string {
  const [, what, before, after] = /^(\S+): \[(.*)\] → \[(.*)\]$/.exec(note) ?? [];
  if (what === undefined || before === undefined || after === undefined) return note;
  const [from, to] = [before, after].map((all) => all.split(' ').filter((one) => one !== '')) as [string[], string[]];
  const [added, removed] = [to.filter((one) => !from.includes(one)), from.filter((one) => !to.includes(one))];
  if (added.length === 1 && removed.length === 0) return `${what}: + ${added[0]}`;
  return removed.length === 1 && added.length === 0 ? `${what}: - ${removed[0]}` : note;
}

const MOST_NOTES = 2;
