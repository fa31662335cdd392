/** Choices of a schedule, and its orders of events that conflict, by the definition: each pair is looked at. */
import { layOut, type Model } from '../../../model/core/index.ts';
import { judgeFinding } from '../../../properties/checker/findings.ts';
import type { JudgedEnd, Property } from '../../../properties/checker/property.ts';
import { questionsFor } from '../../../properties/checker/questions.ts';
import { endOf } from '../../../properties/search/ends.ts';
import type { Turn } from '../../../properties/search/turn.ts';
import { type RecordedRun, type RecordedStep, recordRun } from '../../../counterexamples/recorded-run.ts';

export interface NaiveEvent {
  /** Context and step. */
  readonly name: string;
  /** The how-manieth time. */
  readonly nth: number;
  readonly context: number;
  readonly at: number;
}

export type NaiveCandidate =
  | {
      readonly is: 'order';
      readonly before: NaiveEvent;
      readonly after: NaiveEvent;
      readonly meets: 'memory' | 'lock' | 'property';
      /** The second need not happen. */
      readonly isOpen: boolean;
    }
  | { readonly is: 'choice'; readonly event: NaiveEvent; readonly which: number; readonly made: string };

/** The events of a schedule, by name. */
export function eventsOf(steps: readonly { readonly context: number; readonly step: string }[]): NaiveEvent[] {
  return steps.map(({ context, step }, at) => {
    const nth = steps.slice(0, at + 1).filter((one) => one.context === context && one.step === step).length;
    return { name: `${context} ${step}`, nth, context, at };
  });
}

/** The kind of a cell, told from its name. */
export function kindsOf({ shape }: Model): (cell: number) => 'life' | 'lock' | 'ledger' | 'order' | 'memory' {
  const names = layOut(shape).cells.map(({ name }) => /^(\w+)\[\d+\]\.(\w+)/.exec(name) ?? []);
  return (cell) => {
    const [, pool = 'lock_order', field = ''] = names[cell] ?? [];
    if (field === 'life') return 'life';
    if (pool === 'lock_order') return 'order';
    const declared = shape.structs[pool]?.fields[field];
    if (declared?.kind.is === 'lock') return 'lock';
    return declared?.cls.is === 'ledger' ? 'ledger' : 'memory';
  };
}

/** The question that is answered by what is wrong in the last state; null: it is a finding, or a livelock. */
export function questionAtEnd<K>({ machine, steps }: RecordedRun, property: Property<K>) {
  if ((steps.at(-1)?.findings ?? []).some((one) => judgeFinding(property, one) !== null)) return null;
  if (machine.halted() !== null) return null;
  const { always, atEnd } = questionsFor(machine, property);
  const isOver = machine.enabledContexts().length === 0;
  const all = [...always, ...(isOver ? atEnd[endOf(machine) as JudgedEnd] : [])];
  return all.find(({ predicate }) => machine.ask(predicate) !== null)?.predicate ?? null;
}

export function candidatesOf<K>(model: Model, property: Property<K>, turns: readonly Turn[]): NaiveCandidate[] {
  const question = questionAtEnd(recordRun(model, turns), property);
  const looks = question === null ? [] : recordRun(model, turns).machine.lookedAt(question).looks;
  const answers: string[] = [];
  const { steps } = recordRun(model, turns, (machine) => {
    answers.push(JSON.stringify(looks.map((look) => machine.look(look))));
  });
  const kind = kindsOf(model);
  const events = eventsOf(steps);
  const isShared = (cell: number) => ['life', 'lock', 'memory'].includes(kind(cell));
  const readsOf = ({ findings, reads, statements, awaited }: RecordedStep): number[] =>
    [...reads].filter(
      (cell) =>
        isShared(cell) &&
        (findings.length > 0 ||
          kind(cell) === 'life' ||
          awaited?.reads.has(cell) === true ||
          statements.some((one) => one.reads.has(cell))),
    );
  const meeting = (one: number, other: number): 'memory' | 'lock' | 'property' | null => {
    const [first, second] = [steps[one] as RecordedStep, steps[other] as RecordedStep];
    const [reads, others] = [readsOf(first), readsOf(second)];
    const cells = [...first.writes].filter(
      (cell) => isShared(cell) && (second.writes.has(cell) || others.includes(cell)),
    );
    cells.push(...[...second.writes].filter((cell) => isShared(cell) && reads.includes(cell)));
    if (cells.some((cell) => kind(cell) !== 'lock')) return 'memory';
    if (cells.length > 0) return 'lock';
    const isSeen = (at: number) => answers[at] !== answers[at + 1];
    return isSeen(one) && isSeen(other) ? 'property' : null;
  };
  const choices = steps.flatMap(({ choices: made }, at) =>
    made.map(({ name, value }, which): NaiveCandidate => ({
      is: 'choice',
      event: events[at] as NaiveEvent,
      which,
      made: `${name}=${value}`,
    })),
  );
  const orders: NaiveCandidate[] = [];
  for (const after of events)
    for (const before of events) {
      if (before.at >= after.at || before.context === after.context) continue;
      const meets = meeting(before.at, after.at);
      if (meets !== null) orders.push({ is: 'order', before, after, meets, isOpen: false });
    }
  return [...choices, ...orders];
}
