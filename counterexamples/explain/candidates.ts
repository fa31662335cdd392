/** What may decide that a schedule fails: its choices, and its orders of events that conflict. */
import type { TurnKinds } from './turn-kinds.ts';

/** The how-manieth time, from 1 on, that a context takes a step. `event`: their number among the turn kinds. */
export interface Occurrence {
  readonly event: number;
  readonly nth: number;
  readonly context: number;
  readonly step: string;
}

/** One event happens, and before the other. Positions are those in the schedule, from 0 on. */
export interface Order {
  readonly is: 'order';
  readonly before: Occurrence;
  readonly after: Occurrence;
  readonly from: number;
  /** Null: the schedule ends before it happens, and so may schedules that keep the order. */
  readonly to: number | null;
  readonly meets: Meeting;
  /** The cell that they meet in; null: they meet in none. */
  readonly over: number | null;
}

/** In what two events conflict: the memory that the C shares, a lock, or what the property sees. */
export type Meeting = 'memory' | 'lock' | 'property';

/** A chance comes, and comes out so. */
export interface ChoiceKept {
  readonly is: 'choice';
  readonly at: Occurrence;
  readonly from: number;
  /** Which of the step's choices. */
  readonly which: number;
  readonly name: string;
  readonly value: number;
}

export type Candidate = Order | ChoiceKept;

/** What an event touches and what the property sees of it, as far as that makes it conflict with others. */
export interface EventFootprint {
  readonly reads: ReadonlySet<number>;
  readonly writes: ReadonlySet<number>;
  /** It changes what the property looks at. */
  readonly isVisible: boolean;
}

/** Write and write, or write and read (of what a step waits for, too); or both visible to the property. Null: they do not conflict. */
export function meetingOf(
  one: EventFootprint,
  other: EventFootprint,
  isLock: (cell: number) => boolean,
): Pick<Order, 'meets' | 'over'> | null {
  // What is looked at before it changes tells more than what is changed before it is looked at.
  const cells = [...one.reads].filter((cell) => other.writes.has(cell));
  cells.push(...[...one.writes].filter((cell) => other.reads.has(cell) || other.writes.has(cell)));
  const [lock] = cells;
  const memory = cells.find((cell) => !isLock(cell));
  if (memory !== undefined) return { meets: 'memory', over: memory };
  if (lock !== undefined) return { meets: 'lock', over: lock };
  return one.isVisible && other.isVisible ? { meets: 'property', over: null } : null;
}

/** Names the turns of a path as events. */
export function occurrencesOf(kinds: TurnKinds, path: readonly number[]): Occurrence[] {
  const counts = new Map<number, number>();
  return path.map((kind) => {
    const { event, context, step } = kinds.of(kind);
    const nth = (counts.get(event) ?? 0) + 1;
    counts.set(event, nth);
    return { event, nth, context, step };
  });
}

/** Finds in a schedule where an event is, if it has it. */
function positionsIn(schedule: readonly Occurrence[]): (one: Occurrence) => number | undefined {
  const keyOf = ({ event, nth }: Occurrence): string => `${event} ${nth}`;
  const positions = new Map(schedule.map((one, at) => [keyOf(one), at]));
  return (one) => positions.get(keyOf(one));
}

/** Of a schedule, by the kinds of its turns and what each touches. */
export function candidatesOf(
  kinds: TurnKinds,
  path: readonly number[],
  touches: readonly EventFootprint[],
  isLock: (cell: number) => boolean,
): Candidate[] {
  const events = occurrencesOf(kinds, path);
  const candidates: Candidate[] = [];
  events.forEach((at, from) => {
    const { choices } = kinds.of(path[from] as number);
    choices.forEach(({ name, value }, which) => candidates.push({ is: 'choice', at, from, which, name, value }));
  });
  for (const [to, after] of events.entries())
    for (const [from, before] of events.slice(0, to).entries()) {
      if (before.context === after.context) continue;
      const meets = meetingOf(touches[from] as EventFootprint, touches[to] as EventFootprint, isLock);
      if (meets !== null) candidates.push({ is: 'order', before, after, from, to, ...meets });
    }
  return candidates;
}

/** Orders between the schedule's events and those of another that it does not have, and that came before them there. */
export function ordersBeforeOthers(
  schedule: readonly Occurrence[],
  touches: readonly EventFootprint[],
  other: readonly Occurrence[],
  otherTouches: readonly EventFootprint[],
  isLock: (cell: number) => boolean,
): Order[] {
  const positionOf = positionsIn(schedule);
  const orders: Order[] = [];
  for (const [at, after] of other.entries()) {
    if (positionOf(after) !== undefined) continue;
    for (const one of other.slice(at + 1)) {
      const from = positionOf(one);
      const before = from === undefined ? undefined : schedule[from];
      if (from === undefined || before === undefined || before.context === after.context) continue;
      const meets = meetingOf(touches[from] as EventFootprint, otherTouches[at] as EventFootprint, isLock);
      if (meets !== null) orders.push({ is: 'order', before, after, from, to: null, ...meets });
    }
  }
  return orders;
}

/** The events that it speaks of. */
export const eventsOf = (candidate: Candidate): readonly Occurrence[] =>
  candidate.is === 'choice' ? [candidate.at] : [candidate.before, candidate.after];

/** Their contexts. */
export const contextsOf = (candidate: Candidate): readonly number[] =>
  eventsOf(candidate).map(({ context }) => context);

/** Where in the schedule it is settled. */
export const settledAt = (candidate: Candidate): number =>
  candidate.is === 'choice' ? candidate.from : (candidate.to ?? candidate.from);

/** Which candidates a complete schedule keeps. */
export function keptBy(kinds: TurnKinds, path: readonly number[]): (candidate: Candidate) => boolean {
  const positionOf = positionsIn(occurrencesOf(kinds, path));
  return (candidate) => {
    if (candidate.is === 'choice') {
      const at = positionOf(candidate.at);
      const made = at === undefined ? undefined : kinds.of(path[at] as number).choices[candidate.which];
      return made?.name === candidate.name && made.value === candidate.value;
    }
    const [before, after] = [positionOf(candidate.before), positionOf(candidate.after)];
    if (before === undefined) return false;
    return after === undefined ? candidate.to === null : before < after;
  };
}
