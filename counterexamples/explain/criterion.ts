/** Where a slice begins: what the property looked at on its way to its answer, as far as it changed since it last held. */
import type { StateLook, Model, Predicate } from '../../model/core/index.ts';
import { judgeFinding } from '../../properties/checker/findings.ts';
import type { JudgedEnd, Property } from '../../properties/checker/property.ts';
import { questionsFor } from '../../properties/checker/questions.ts';
import { endOf } from '../../properties/search/ends.ts';
import type { Turn } from '../../properties/search/turn.ts';
import { type RecordedRun, recordRun } from '../recorded-run.ts';
import { type CellInfo, cellsOf } from './cells.ts';

/** The kinds of halts that are about an object that is gone. */
const GONE: ReadonlySet<string> = new Set(['use_after_free', 'double_free']);

export interface Criterion {
  /** Cells whose last writes matter. */
  readonly cells: readonly number[];
  /** By context, the step (an index) that brought it to where the property saw it. */
  readonly moved: readonly { readonly context: number; readonly step: number }[];
  /** Contexts that wait at the end, for what the property found. */
  readonly waiting: readonly number[];
  /** The last step came upon what is wrong: it matters itself. */
  readonly isLastStep: boolean;
  /** Of a livelock: the step, from 0 on, with which what goes round for ever begins; null: it is none. */
  readonly loop: number | null;
  /** All that the property looked at, changed or not. */
  readonly looks: readonly StateLook[];
}

const NOTHING: Criterion = {
  cells: [],
  moved: [],
  waiting: [],
  isLastStep: false,
  loop: null,
  looks: [],
};

/** Of a schedule that has gone round once behind a state from which no end can be reached. */
export const livelockCriterion = (loop: number): Criterion => ({ ...NOTHING, loop });

/** Of a schedule at whose end the property is violated. Null: no state shows that, as of a livelock. */
export function criterionOf<K>(
  model: Model,
  property: Property<K>,
  turns: readonly Turn[],
  run: RecordedRun,
): Criterion | null {
  const { steps, machine } = run;
  const last = steps.at(-1);
  const wrong = last?.findings.find((finding) => judgeFinding(property, finding) !== null);
  if (last !== undefined && wrong !== undefined) {
    const infoOf = cellsOf(model.shape);
    const matters = ({ kind, pool }: CellInfo, cell: number): boolean => {
      if (wrong.is === 'breach') return kind === 'lock' || (wrong.kind === 'order' && kind === 'order');
      return GONE.has(wrong.kind) && kind === 'life' && pool === wrong.what && isFreed(run, cell);
    };
    return { ...NOTHING, isLastStep: true, cells: [...last.reads].filter((cell) => matters(infoOf(cell), cell)) };
  }
  if (machine.halted() !== null) return { ...NOTHING, isLastStep: true };
  const predicate = violatedHere(run, property);
  if (predicate === null) return null;
  const { looks } = machine.lookedAt(predicate);
  const seen = answersOnTheWay(model, turns, predicate, looks);
  const held = seen.findLastIndex(({ said }) => said === null);
  const changed = (nth: number): number =>
    seen.findLastIndex((at, i) => i > Math.max(held, 0) && at.answers[nth] !== seen[i - 1]?.answers[nth]);
  const [cells, moved]: [number[], { context: number; step: number }[]] = [[], []];
  looks.forEach(({ cell, context }, nth) => {
    const at = changed(nth);
    if (at < 1) return;
    if (cell !== null) cells.push(cell);
    if (context !== null) moved.push({ context, step: at - 1 });
  });
  const watched = new Set(looks.flatMap(({ context }) => context ?? []));
  const isEnd = machine.enabledContexts().length === 0;
  const stuck = machine.contexts.flatMap((_, context) => (isEnd && !machine.isAtRest(context) ? [context] : []));
  const asked = stuck.filter((context) => watched.has(context));
  return {
    cells: [...new Set(cells)],
    moved,
    waiting: asked.length > 0 ? asked : stuck,
    isLastStep: false,
    loop: null,
    looks,
  };
}

/** The object that the life is of was freed on the schedule. */
const isFreed = ({ steps }: RecordedRun, life: number): boolean => steps.some(({ writes }) => writes.has(life));

/** The question to which the answer is, in the state in which the schedule ends, that something is wrong. */
function violatedHere<K>({ machine }: RecordedRun, property: Property<K>): Predicate<string | null> | null {
  const { always, atEnd } = questionsFor(machine, property);
  const isEnd = machine.enabledContexts().length === 0;
  const asked = isEnd ? [...always, ...atEnd[endOf(machine) as JudgedEnd]] : always;
  return asked.find(({ predicate }) => machine.ask(predicate) !== null)?.predicate ?? null;
}

interface AnswersInState {
  readonly said: string | null;
  /** By look. */
  readonly answers: readonly ReturnType<StateLook['in']>[];
}

/** What the question and its looks come to in each state of the schedule, from the initial one on. */
function answersOnTheWay(
  model: Model,
  turns: readonly Turn[],
  predicate: Predicate<string | null>,
  looks: readonly StateLook[],
): AnswersInState[] {
  const seen: AnswersInState[] = [];
  recordRun(model, turns, (machine) => {
    seen.push({
      said: machine.halted() === null ? machine.ask(predicate) : null,
      answers: looks.map((look) => machine.look(look)),
    });
  });
  return seen;
}
