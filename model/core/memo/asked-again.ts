/**
 * Asks all that a machine has learnt of steps and conditions once more, of a fresh instance of the code: the same model, closed
 * over modules that were loaded anew and have run nothing yet. Variables of a module's own are then what they were in the
 * beginning, and what depends on them comes to something else (docs/adr/009). The ways are enough: a machine believes nothing of
 * modelled code but them, and how contexts begin.
 */
import { type Asking, predicateAlone, evenlySpread, stepAlone } from './asking-order.ts';
import type { Choices } from '../machine/choices.ts';
import type { LinkedProc, LinkedStep, Program } from '../notation/link.ts';
import type { Inquiries } from '../predicates/inquiries.ts';
import type { LoggedCells } from './logged-cells.ts';
import type { Fired, Predicate } from '../machine/machine.ts';
import type { Model } from '../machine/model.ts';
import type { PlainState } from '../machine/state.ts';
import { thrownText } from '../errors/thrown.ts';
import { layOut } from '../layout/layout.ts';
import { NULL } from '../notation/schema.ts';
import type { StackTable } from '../machine/stacks.ts';
import type { MemoEntry, StepMemo } from './step-memo.ts';
import { Twice } from './twice.ts';
import type { NumberMeanings } from './run.ts';

/** What came of asking again. */
export interface AskedAgain {
  /** What does otherwise than before, and how, in a sentence; null: nothing that was asked does. */
  readonly difference: string | null;
  /** What could not be asked again, since it was not taken down, in words; null: there was room for everything. */
  readonly left: string | null;
}

export const NO_MEMO: AskedAgain = { difference: null, left: 'no memo is kept of what steps did' };

/** Of one machine: how it runs steps, without what it remembers of them. */
export interface Rerun extends NumberMeanings {
  readonly model: Model;
  readonly cells: LoggedCells;
  readonly choices: Choices;
  readonly stacks: StackTable;
  readonly isEnabled: (context: number) => boolean;
  readonly fire: (context: number) => Fired;
  /** Forgets a step that was broken off. */
  readonly breakOff: () => void;
  /** The state in which the machine begins; and that in which one begins that is made anew. */
  readonly initial: PlainState;
  readonly startOf: (model: Model) => PlainState;
}

/** Asks once more all that the memos hold, and what the predicates said. The machine must be reset, and is again then. */
export function memosAskedAgain(
  of: Rerun,
  memos: readonly StepMemo[],
  inquiries: Inquiries,
  fresh: Model | null,
  predicates: readonly (readonly [Predicate, fresh: Predicate])[],
  asking: Asking,
): AskedAgain {
  let difference = fresh === null ? null : differsFrom(of, memos, fresh, asking);
  predicates.forEach(([predicate, other], nth) => {
    difference ??= inquiries.differsFrom(predicate, other, asking.predicate(nth, inquiries.waysOf(predicate)));
  });
  const isWhole = !inquiries.isFull && memos.every(({ size }) => !size.isFull);
  return { difference, left: isWhole ? null : 'there was no room to take down all that steps and predicates did' };
}

function* waysOf(memos: readonly StepMemo[]): Generator<MemoEntry> {
  for (const memo of memos) yield* memo.ways();
}

/**
 * Askings of one way each: of steps that the patch brings, unless it is not asked, and of these predicates (null: not of that). At most
 * so many of either, evenly spread.
 */
export function memosAskAlone(
  { model: { program }, stacks }: Pick<Rerun, 'model' | 'stacks'>,
  memos: readonly StepMemo[],
  inquiries: Inquiries,
  predicates: readonly (Predicate | null)[],
  isPatchAsked: boolean,
  most: number,
): Asking[] {
  const patched = new Set(program.procs.flatMap(({ steps }) => steps.filter((one) => one.patched).map(({ id }) => id)));
  const isBrought = ({ name, stack }: MemoEntry) =>
    patched.has(name) || stacks.entries(stack).some(({ proc, label }) => patched.has(`${proc}.${label}`));
  const steps = isPatchAsked && patched.size > 0 ? [...waysOf(memos)].filter(isBrought) : [];
  const asked = predicates.flatMap((predicate, nth) =>
    predicate === null ? [] : inquiries.waysOf(predicate).map((way) => predicateAlone(nth, way)),
  );
  return [...evenlySpread(steps, most).map(stepAlone), ...evenlySpread(asked, most)];
}

/** How fresh code differs from what the memos hold of the machine's own, in a sentence; null: not. */
function differsFrom(of: Rerun, memos: readonly StepMemo[], fresh: Model, asking: Asking): string | null {
  const { model, stacks, choices, cells } = of;
  try {
    const other = asking.isOfAll ? (shapedOtherwise(model, fresh) ?? startsOtherwise(of, fresh)) : null;
    if (other !== null) return other;
  } catch (problem) {
    return `a fresh instance of the module cannot begin: ${thrownText(problem)}`;
  }
  const { draw } = choices;
  const script = [...choices.script];
  const twice = new Twice(of, cells, choices);
  choices.draw = null;
  // They have the same numbers, places and locals.
  stacks.standIn(fresh.program.procs);
  try {
    for (const way of asking.steps(waysOf(memos))) {
      const other = goesOtherwise(of, twice, way);
      if (other !== null)
        return `${way.name} depends on more than the state: in a fresh instance of the module it ${other}`;
    }
    return null;
  } finally {
    stacks.standIn(model.program.procs);
    choices.draw = draw;
    choices.script.splice(0, Number.POSITIVE_INFINITY, ...script);
  }
}

/** Whatever the fresh code throws is what it does otherwise. Leaves the machine where it was. */
function goesOtherwise(of: Rerun, twice: Twice, way: MemoEntry): string | null {
  const { cells, choices } = of;
  const { context, came } = way;
  const run: (context: number) => Fired | boolean = typeof came === 'boolean' ? of.isEnabled : of.fire;
  choices.script.splice(0, Number.POSITIVE_INFINITY, ...way.answers.filter((_, i) => (way.questions[i] as number) < 0));
  suppose(of, way);
  try {
    return twice.otherwise(context, run, way);
  } catch (problem) {
    return `throws: ${thrownText(problem)}`;
  } finally {
    of.breakOff();
    cells.undo();
  }
}

/** Brings cells to contents that answer the way's questions as they were answered. The others are not asked for. */
function suppose({ layout, questions, cells }: Rerun, way: MemoEntry): void {
  const { context } = way;
  const each = (is: (question: number) => boolean, put: (cell: number, answer: number) => void) =>
    way.questions.forEach((question, i) => {
      if (question >= 0 && is(question)) put(questions.cellOf(question), way.answers[i] as number);
    });
  const someoneElse = context === 0 ? 1 : 0;
  each(
    (question) => questions.isOwn(question),
    (lock, isYes) => cells.put(lock, isYes === 1 ? context : NULL),
  );
  each(
    (question) => questions.isFree(question),
    (lock, isYes) => {
      if (isYes === 1) cells.put(lock, NULL);
      else if (cells.contents[lock] !== context) cells.put(lock, someoneElse);
    },
  );
  each(
    (question) => questions.isContent(question),
    (cell, content) => cells.put(cell, content),
  );
  cells.put(layout.halted, 0);
  cells.put(layout.stacks + context, way.stack);
}

function shapedOtherwise(model: Model, fresh: Model): string | null {
  const parts: readonly (readonly [string, (model: Model) => unknown])[] = [
    ['another world', ({ world }) => world],
    ['other structs, objects or values', ({ shape }) => layOut(shape)],
    ['other contexts', ({ contexts }) => contexts.map((one) => ({ ...one, entry: one.entry.name }))],
    ['other functions', ({ program }) => program.procs.map(({ name }) => name)],
    ...model.program.procs.map(
      ({ name }) => [`another ${name}()`, ({ program }: Model) => outlineOf(program, name)] as const,
    ),
  ];
  const other = parts.find(([, of]) => !isSame(of(model), of(fresh)));
  return other === undefined ? null : `a fresh instance of the module has ${other[0]} than before`;
}

/** Of a function all that a number of the machine's can stand for, and what leads to where. */
function outlineOf({ byName }: Program, name: string): unknown {
  const { at, locals, types, fresh, returns, isMacro, steps } = byName.get(name) as LinkedProc;
  return { at, locals, types, fresh, returns, isMacro, steps: steps.map(outlineOfStep) };
}

function outlineOfStep({ label, next, patched, source, ...step }: LinkedStep): unknown {
  const outline = {
    label,
    next,
    patched,
    does: step.does,
    acquires: 'acquire' in source,
    releases: 'release' in source,
  };
  if (step.does === 'act') return { ...outline, asks: step.asks, waits: step.when !== undefined };
  return step.does === 'call' ? { ...outline, callee: step.callee.name, result: step.result } : outline;
}

const isSame = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);

/** How contexts begin is found out by running what they do before their first action. */
function startsOtherwise({ model, initial, startOf }: Rerun, fresh: Model): string | null {
  const starts = [
    ['begun again', startOf(model)],
    ['in a fresh instance of the module', startOf(fresh)],
  ] as const;
  for (const [when, start] of starts) {
    for (const [name, stack] of Object.entries(initial.stacks))
      if (!isSame(stack, start.stacks[name]))
        return `how ${name} begins depends on more than the state: ${when}, it does not begin as before`;
    if (!isSame(initial, start)) return `the initial state depends on more than the model: ${when}, it is another`;
  }
  return null;
}
