/** Watches whether a schedule keeps some orders and choices: a small automaton that counts the events that these speak of. */
import { type Candidate, eventsOf, type Occurrence } from './candidates.ts';
import type { TurnKinds } from './turn-kinds.ts';

/** A schedule that cannot keep them any more. */
export const BROKEN = -1;

interface Counted {
  /** One digit of the monitor's state is how often it has happened, up to `most`. */
  readonly unit: number;
  readonly most: number;
  /** By how often it has happened: what is asked when it happens once more. */
  readonly asks: Candidate[][];
}

/** Whether chances that never come break a choice, as it takes for keeping it; or not, as for holding it where they come. */
export type Mode = 'keep' | 'hold';

export class Monitor {
  /** How many states it has, numbered from 0 on, where it begins. */
  readonly size: number;
  private readonly counted = new Map<number, Counted>();
  private readonly kinds: TurnKinds;
  private readonly candidates: readonly Candidate[];
  private readonly mode: Mode;

  constructor(kinds: TurnKinds, candidates: readonly Candidate[], mode: Mode = 'keep') {
    this.kinds = kinds;
    this.candidates = candidates;
    this.mode = mode;
    const most = new Map<number, number>();
    for (const { event, nth } of candidates.flatMap(eventsOf)) most.set(event, Math.max(nth, most.get(event) ?? 0));
    let unit = 1;
    for (const [event, times] of most) {
      this.counted.set(event, { unit, most: times, asks: Array.from({ length: times }, () => []) });
      unit *= times + 1;
    }
    this.size = unit;
    for (const candidate of candidates) {
      const { event, nth } = candidate.is === 'choice' ? candidate.at : candidate.after;
      this.counted.get(event)?.asks[nth - 1]?.push(candidate);
    }
  }

  private has(state: number, { event, nth }: Occurrence): boolean {
    const { unit, most } = this.counted.get(event) as Counted;
    return Math.floor(state / unit) % (most + 1) >= nth;
  }

  /** The state behind a turn of that kind; or `BROKEN`. */
  after(state: number, kind: number): number {
    const { event, choices } = this.kinds.of(kind);
    const counted = this.counted.get(event);
    if (counted === undefined) return state;
    const { unit, most, asks } = counted;
    const before = Math.floor(state / unit) % (most + 1);
    if (before === most) return state;
    for (const candidate of asks[before] as Candidate[])
      if (candidate.is === 'order') {
        if (!this.has(state, candidate.before)) return BROKEN;
      } else {
        const made = choices[candidate.which];
        if (made?.name !== candidate.name || made.value !== candidate.value) return BROKEN;
      }
    return state + unit;
  }

  /** Whether a complete schedule that leads there, unbroken, keeps all. */
  isKept(state: number): boolean {
    if (this.mode === 'hold') return true;
    return this.candidates.every((candidate) => {
      if (candidate.is === 'choice') return this.has(state, candidate.at);
      return this.has(state, candidate.before) && (candidate.to === null || this.has(state, candidate.after));
    });
  }
}
