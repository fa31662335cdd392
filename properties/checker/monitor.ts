/** Judges properties wherever a search comes, and keeps for each the violation with the fewest steps. */
import type { Finding, Machine, Predicate } from '../../model/core/index.ts';
import { type Question, type Questions, questionsFor } from './questions.ts';
import { judgeFinding } from './findings.ts';
import type { JudgedEnd, Property } from './property.ts';
import { type End, isHalt } from '../search/ends.ts';
import type { Visitor } from '../search/state-space.ts';
import type { FamilyMember } from '../search/symmetric.ts';
import type { Turn } from '../search/turn.ts';

/** Where a violation was met: in a state, or so many steps behind a turn from it. */
export interface ViolationSite {
  readonly message: string;
  readonly state: number;
  readonly turn: Turn | null;
  readonly followed: number;
  /** Steps of the schedule there; in a reduced search, of merged ones. */
  readonly steps: number;
}

/** What is known of a property so far. */
export interface PropertyState<K> {
  readonly property: Property<K>;
  reached: boolean;
  violation: ViolationSite | null;
  /** Why it is not judged on all schedules, where that is so. */
  unjudged: string | null;
}

interface Watched<K> extends PropertyState<K> {
  readonly questions: Questions;
}

export class PropertyMonitor<K> implements Visitor {
  readonly states: readonly PropertyState<K>[];
  /** The marks of the questions that are still to be asked. */
  needs = -1;
  private readonly machine: Machine;
  private readonly watched: readonly Watched<K>[];
  /** Questions of which something new could come; and the same by the place of their marks' lowest bit. */
  private open: readonly Open<K>[] = [];
  private byMark: readonly (readonly Open<K>[])[] = [];

  constructor(machine: Machine, properties: readonly Property<K>[]) {
    this.machine = machine;
    this.watched = properties.map((property) => ({
      property,
      questions: questionsFor(machine, property),
      reached: false,
      violation: null,
      unjudged: null,
    }));
    this.states = this.watched;
    this.reopen();
  }

  /** The questions whose answers a search must not lose: those that are still open, ends aside. */
  openQuestions(): readonly Predicate[] {
    return this.open.map(({ predicate }) => predicate);
  }

  /** A search begins anew: nothing of what was found counts. */
  restart(_found: unknown): void {
    this.begin(() => ({ reached: false, violation: null, unjudged: null }));
  }

  protected begin(as: (state: PropertyState<K>) => Omit<PropertyState<K>, 'property'>): void {
    for (const watched of this.watched) Object.assign(watched, as(watched));
    this.reopen();
  }

  /** All questions that are asked, with those of the same kind for the other objects of their pools. */
  predicates(): readonly FamilyMember[] {
    return this.watched.flatMap(({ questions: { reached, always, atEnd } }) =>
      [...reached, ...always, ...atEnd.done, ...atEnd.stuck].map(({ predicate, family }) => ({ predicate, family })),
    );
  }

  judgesAlike(one: Finding, other: Finding): boolean {
    return this.watched.every(
      ({ property }) => (judgeFinding(property, one) === null) === (judgeFinding(property, other) === null),
    );
  }

  state(state: number, steps: number, stale: number): void {
    if (this.machine.halted() === null) this.judge({ state, turn: null, followed: 0, steps }, stale);
  }

  passed(state: number, turn: Turn, followed: number, steps: number): void {
    this.judge({ state, turn, followed, steps }, this.machine.stale());
  }

  terminal(state: number, end: End, steps: number): void {
    if (isHalt(end)) return;
    for (const watched of this.watched)
      for (const { predicate } of watched.questions.atEnd[end satisfies JudgedEnd]) {
        if (!isNearer(watched, steps)) break;
        this.record(watched, this.machine.ask(predicate), { state, turn: null, followed: 0, steps });
      }
  }

  found(state: number, turn: Turn, followed: number, steps: number, finding: Finding): void {
    if (finding.is === 'trap' || finding.is === 'gap')
      for (const watched of this.watched)
        if (finding.is === 'trap' || watched.property.onGap?.(finding)) watched.unjudged ??= finding.what;
    for (const watched of this.watched)
      if (isNearer(watched, steps))
        this.record(watched, judgeFinding(watched.property, finding), { state, turn, followed, steps });
  }

  private judge(site: Omit<ViolationSite, 'message'>, stale: number): void {
    const { machine } = this;
    let closed = false;
    for (let marks = stale & this.needs; marks !== 0; marks &= marks - 1)
      for (const { watched, predicate, asks } of this.byMark[lowestBit(marks)] as readonly Open<K>[]) {
        const said = machine.ask(predicate);
        if (said === null || said === false) continue;
        if (asks === 'reached') watched.reached = true;
        else if (isNearer(watched, site.steps)) this.record(watched, said as string, site);
        else continue;
        closed = true;
      }
    if (closed) this.reopen();
  }

  private record(watched: Watched<K>, message: string | null, site: Omit<ViolationSite, 'message'>): void {
    if (message !== null) watched.violation = { message, ...site };
  }

  /**
   * What is still to be asked. Breadth first, no state that comes later is nearer than one that violates; but the end of that state's level,
   * or a state on the way of a merged transition, may be nearer. In another order the first state is kept, and not told to be the nearest.
   */
  private reopen(): void {
    this.open = this.watched.flatMap((watched) => [
      ...(watched.reached ? [] : this.opened(watched, 'reached')),
      ...(watched.violation === null ? this.opened(watched, 'always') : []),
    ]);
    this.needs = this.open.reduce((marks, { mark }) => marks | (mark & -mark), 0);
    this.byMark = Array.from({ length: 32 }, (_, bit) => this.open.filter(({ mark }) => lowestBit(mark) === bit));
  }

  private opened(watched: Watched<K>, asks: Open<K>['asks']): Open<K>[] {
    const questions: readonly Question<boolean | string | null>[] = watched.questions[asks];
    return questions.map(({ predicate }) => ({ watched, predicate, asks, mark: this.machine.markOf(predicate) }));
  }
}

const lowestBit = (bits: number): number => 31 - Math.clz32(bits & -bits);

interface Open<K> {
  readonly watched: Watched<K>;
  readonly predicate: Predicate;
  readonly asks: 'reached' | 'always';
  readonly mark: number;
}

const isNearer = ({ violation }: Pick<PropertyState<never>, 'violation'>, steps: number): boolean =>
  violation === null || steps < violation.steps;
