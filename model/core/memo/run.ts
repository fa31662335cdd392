/** One run of modelled code: what it asked and wrote, and what came of it; and how two of them differ, in words. */
import type { Finding } from '../machine/finding.ts';
import type { Layout } from '../layout/layout.ts';
import type { FieldLayout } from '../layout/pool-layout.ts';
import type { Choice, Fired } from '../machine/machine.ts';
import { plainElement, plainLife, plainValue } from '../layout/plain.ts';
import type { StateQuestions } from './state-questions.ts';
import type { StackTable } from '../machine/stacks.ts';
import type { Tape } from './tape.ts';

/** Questions and answers as on the tape (state-questions.ts). */
export interface TapedRun<T = unknown> {
  readonly questions: readonly number[];
  readonly answers: readonly number[];
  /** Cells, and what they hold then. */
  readonly written: readonly number[];
  readonly contents: readonly number[];
  /** What firing gave, whether a condition holds, or what a predicate said. */
  readonly came: T;
}

/** The run that is on the tape, before anything else happens to tape and cells. */
export const runOn = <T>({ questions, answers, written }: Tape, contents: Int32Array, came: T): TapedRun<T> => ({
  questions: [...questions],
  answers: [...answers],
  written: [...written],
  contents: written.map((cell) => contents[cell] as number),
  came,
});

/** Of one machine: what its numbers stand for. */
export interface NumberMeanings {
  readonly layout: Layout;
  readonly questions: StateQuestions;
  readonly stacks: Pick<StackTable, 'entries'>;
}

export const sameAnswer = (one: unknown, other: unknown): boolean =>
  Object.is(one, other) ||
  (typeof one === 'object' && typeof other === 'object' && JSON.stringify(one) === JSON.stringify(other));

/** What the second does otherwise than the first, as the end of a sentence about it (`it …`); null: nothing. */
export function difference(of: NumberMeanings, first: TapedRun, second: TapedRun): string | null {
  return (
    askedOtherwise(of, first, second) ?? cameOtherwise(first.came, second.came) ?? wroteOtherwise(of, first, second)
  );
}

/** As far as what it asks goes: of one that was not let go on there is no more. */
export function askedOtherwise(
  of: NumberMeanings,
  first: Pick<TapedRun, 'questions' | 'answers'>,
  second: Pick<TapedRun, 'questions' | 'answers'>,
): string | null {
  const length = Math.max(first.questions.length, second.questions.length);
  for (let i = 0; i < length; i++) {
    const [before, now] = [first.questions[i], second.questions[i]];
    if (before !== now) return `asks ${tellQuestion(of, now)}, and not ${tellQuestion(of, before)}`;
    if (!Object.is(first.answers[i], second.answers[i]))
      return `gets ${second.answers[i]} when it asks ${tellQuestion(of, now)}, and not ${first.answers[i]}`;
  }
  return null;
}

function tellQuestion({ layout, questions }: NumberMeanings, question: number | undefined): string {
  if (question === undefined) return 'nothing more';
  if (question < 0) return `which of ${-question} options to take`;
  const cell = questions.cellOf(question);
  const name = layout.cells[cell]?.name ?? `cell ${cell}`;
  if (questions.isOwn(question)) return `whether it holds ${name}`;
  if (questions.isFree(question)) return `whether nobody holds ${name}`;
  const small = questions.smallOf(question);
  if (small === undefined) return `for ${name}`;
  const [kind, about] = small.about;
  const context = layout.contexts[about as number] ?? '';
  return {
    alive: `whether ${name.replace(/\.life$/, '')} is alive`,
    held: `whether ${context} holds ${name}`,
    rest: `whether ${context} is at rest`,
    in: `whether ${about} is on the ${name}`,
  }[kind];
}

function cameOtherwise(before: unknown, now: unknown): string | null {
  if (sameAnswer(before, now)) return null;
  if (!isFired(before) || !isFired(now)) return `says ${tellAnswer(now)}, and not ${tellAnswer(before)}`;
  if (before.step !== now.step) return `takes ${now.step}, and not ${before.step}`;
  const [findings, others] = [tellFindings(now.findings), tellFindings(before.findings)];
  if (findings !== others) return `comes upon ${findings}, and not upon ${others}`;
  return `chooses ${tellChoices(now.choices)}, and not ${tellChoices(before.choices)}`;
}

const isFired = (came: unknown): came is Fired => typeof came === 'object' && came !== null && 'findings' in came;

export function tellAnswer(answer: unknown): string {
  if (answer === true) return 'yes';
  if (answer === false) return 'no';
  if (answer === null || answer === undefined) return 'nothing';
  return typeof answer === 'object' ? JSON.stringify(answer) : `"${answer as string | number}"`;
}

const listed = (all: readonly string[]): string => (all.length === 0 ? 'nothing' : all.join(' and '));
const tellFindings = (findings: readonly Finding[]): string =>
  listed(findings.map(({ is, kind, what, context }) => `${is} ${kind} ${what} by ${context}`));
const tellChoices = (choices: readonly Choice[]): string =>
  listed(choices.map(({ name, value }) => `${name}=${value}`));

function wroteOtherwise(of: NumberMeanings, first: TapedRun, second: TapedRun): string | null {
  const before = new Map(first.written.map((cell, i) => [cell, first.contents[i] as number]));
  const now = new Map(second.written.map((cell, i) => [cell, second.contents[i] as number]));
  for (const [cell, content] of now) {
    const other = before.get(cell);
    if (other !== content) return tellWritten(of, cell, content, other);
  }
  for (const [cell, content] of before) if (!now.has(cell)) return tellWritten(of, cell, undefined, content);
  return null;
}

function tellWritten(of: NumberMeanings, cell: number, now: number | undefined, before: number | undefined): string {
  const { layout } = of;
  const name = layout.cells[cell]?.name ?? `cell ${cell}`;
  if (now === undefined) return `does not write ${name}`;
  if (before === undefined) return `writes ${name}, which it did not`;
  if (cell < layout.stacks)
    return `writes ${tellContent(of, cell, now)} to ${name}, and not ${tellContent(of, cell, before)}`;
  const [there, place] = [whereIs(of, now), whereIs(of, before)];
  return there === place
    ? `leaves ${tellLocals(of, now)}, and not ${tellLocals(of, before)}`
    : `goes on ${there}, and not ${place}`;
}

function whereIs({ stacks }: NumberMeanings, stack: number): string {
  const top = stacks.entries(stack).at(-1);
  return top === undefined ? 'to its end' : `at ${top.proc}.${top.label}`;
}

const tellLocals = ({ stacks }: NumberMeanings, stack: number): string =>
  stacks
    .entries(stack)
    .map(
      ({ proc, locals }) =>
        `${proc}(${Object.entries(locals)
          .map(([name, value]) => `${name} ${value}`)
          .join(', ')})`,
    )
    .join(' ');

function tellContent({ layout }: NumberMeanings, cell: number, content: number): string {
  for (const { base, stride, size, fields } of layout.pools) {
    if (cell < base || cell >= base + stride * size) continue;
    const offset = (cell - base) % stride;
    if (offset === 0) return plainLife(content, layout.contexts);
    const field = fields.findLast((one) => one.offset <= offset) as FieldLayout;
    const isSlot = offset > field.offset;
    return String(isSlot ? plainElement(field, content) : plainValue(field, content));
  }
  return String(content);
}
