/** The turns of a state graph by what they are called: who takes which step, and how its chances come out. */
import { type Choice, type Fired, InternalError } from '../../model/core/index.ts';

/** Turns that a schedule's lines do not tell apart. */
export interface TurnKind {
  readonly context: number;
  /** `proc.label`. */
  readonly step: string;
  readonly choices: readonly Choice[];
  /** The number of its context and step alone. */
  readonly event: number;
}

/** Numbers them as they come. */
export class TurnKinds {
  private readonly all: TurnKind[] = [];
  private readonly numbers = new Map<string, number>();
  private readonly events = new Map<string, number>();

  numberOf(context: number, { step, choices }: Pick<Fired, 'step' | 'choices'>): number {
    const place = `${context} ${step}`;
    const key = choices.length === 0 ? place : `${place} ${JSON.stringify(choices)}`;
    const known = this.numbers.get(key);
    if (known !== undefined) return known;
    const event = this.events.get(place) ?? this.events.size;
    this.events.set(place, event);
    this.numbers.set(key, this.all.length);
    return this.all.push({ context, step, choices, event }) - 1;
  }

  of(kind: number): TurnKind {
    const named = this.all[kind];
    if (named === undefined) throw new InternalError(`no kind of turns has the number ${kind}`);
    return named;
  }

  eventOf(context: number, step: string): number | undefined {
    return this.events.get(`${context} ${step}`);
  }
}
