/**
 * A search that leaves out what makes no difference: in each state only a stubborn set of contexts goes, and where that is
 * one whose step cannot choose, the states on its way are not kept (docs/adr/007).
 *
 * What contexts may still do is learnt from what they were seen to do, first on random schedules and then in the search
 * itself. A search that came upon anything new was made with too small a notion of that, and says nothing: it begins anew
 * with what is known by then, until one comes upon nothing.
 */
import {
  type Canonical,
  Futures,
  type Machine,
  type Observed,
  PackedMachine,
  Touches,
  type Watched,
} from '../../model/core/index.ts';
import { dice } from './dice.ts';
import { FARTHEST } from './expansion.ts';
import { take, type Turn } from './paths.ts';
import { Stubborn } from './stubborn.ts';
import { pct, type Strategy, uniform } from './strategies.ts';
import { walk } from './walk.ts';
import { symmetric } from './symmetric.ts';

/** Fields of which a judgement looks at several at once, so that the order in which they change must not be lost. */
export interface Watch {
  /** `struct.field`; the life of an object is `struct.life`. A field that a patch brings may be missing. */
  readonly fields: readonly string[];
  /** Looked at object by object: those of one number are judged together. */
  readonly each?: true;
}

/** What a search may leave out. */
export interface Reductions {
  /** What must be told apart all the same. */
  readonly watches: readonly Watch[];
  /** False: what is done under one lock is not known to be in nobody's way. */
  readonly locks?: boolean | undefined;
  /** False: states that differ by a renaming alone are told apart all the same. */
  readonly symmetry?: boolean | undefined;
  /** Tells of the machine's current state what must be the same under every renaming; where it is not, there is none. */
  readonly alike?: (() => string) | undefined;
  /** How many states are searched before anything is left out. */
  readonly from?: number | undefined;
  /** Works out what may follow; for whoever wants to see what comes of getting that wrong. */
  readonly futuresOf?: FuturesOf;
  /** Finds out what makes states canonical; null: nothing. For the same. */
  readonly canonicalOf?: CanonicalOf;
}

export type FuturesOf = (observed: Observed, watched: Watched) => Futures;
export type CanonicalOf = (machine: PackedMachine, alike?: () => string) => Canonical | null;

export const futuresOf: FuturesOf = (observed, watched) =>
  new Futures(new Touches(observed, watched), observed.layout.contexts.length);

/** Of small searches all is told, and they take no time. */
export const UNREDUCED = 100_000;

/** Random schedules at first: at most so many, and no more when so many in a row bring nothing new. */
const SCHEDULES = 400;
const STILL = 20;
/** One that is longer is given up. */
const STEPS = 1000;
const SEED = 2007;
/** A search that came upon something new goes on to find more of it, till it has so many times the states, and some. */
const ON = 4;
const SOME = 1000;

/** By the symmetry of the machine's model, if it holds what it claims. */
export function canonicalOf(machine: PackedMachine, alike?: () => string): Canonical | null {
  const found = symmetric(machine, alike);
  return found.ok ? found.canonical : null;
}

/** Null where nothing can be left out: the machine does not take down what its steps do. */
export function reductionOf(machine: Machine, { watches, locks = true, ...how }: Reductions): Reduction | null {
  if (!(machine instanceof PackedMachine)) return null;
  const found = how.symmetry === false ? null : (how.canonicalOf ?? canonicalOf)(machine, how.alike);
  const canonical = found !== null && keepsTogether(found, watches) ? found : null;
  // Of what other contexts do, a search in canonical states learns from what it takes for that.
  const observed = machine.observe(canonical ?? undefined);
  if (observed === null) return null;
  if (!locks) observed.knowledge.locksMisused = true;
  return new Reduction(machine, observed, watches, how.futuresOf ?? futuresOf, canonical);
}

/** Objects that are judged together by their number must get the same number under every renaming. */
const keepsTogether = ({ permutations }: Canonical, watches: readonly Watch[]): boolean =>
  watches.every(({ fields, each }) => {
    const pools = fields.map((field) => field.split('.')[0] as string);
    return !each || permutations.slice(1).every((p) => new Set(pools.map((pool) => p.pools[pool]?.join())).size === 1);
  });

export class Reduction {
  private readonly machine: PackedMachine;
  private readonly observed: Observed;
  private readonly watched: Watched;
  private futures: Futures;
  private stubborn: Stubborn;
  /** How much was known when the futures were last worked out; and the states when the first new thing was met. */
  private known: number;
  private metAt = -1;

  private readonly workOut: () => Futures;
  /** What makes states canonical; null: all are told apart. */
  readonly canonical: Canonical | null;

  constructor(
    machine: PackedMachine,
    observed: Observed,
    watches: readonly Watch[],
    how: FuturesOf,
    canonical: Canonical | null,
  ) {
    this.canonical = canonical;
    this.machine = machine;
    this.observed = observed;
    this.watched = watchedCells(observed, watches);
    this.workOut = () => how(observed, this.watched);
    sample(machine, observed);
    this.futures = this.workOut();
    this.stubborn = new Stubborn(machine, this.futures);
    this.known = observed.knowledge.size;
  }

  /** Whether nothing new was met that could have changed what was selected. If something was, the next search knows of it. */
  isFinal(): boolean {
    const { knowledge } = this.observed;
    if (knowledge.size === this.known) return true;
    const before = this.futures;
    this.futures = this.workOut();
    this.stubborn = new Stubborn(this.machine, this.futures);
    this.known = knowledge.size;
    this.metAt = -1;
    return this.futures.isSameAs(before);
  }

  /** It is time to begin anew, with so many states searched. */
  isOver(states: number): boolean {
    if (this.observed.knowledge.size === this.known) return false;
    if (this.metAt < 0) this.metAt = states;
    return states > this.metAt * ON + SOME;
  }

  /** The contexts that could go in the state in which was last selected. */
  get lastAble(): readonly number[] {
    return this.stubborn.enabled;
  }

  /** The contexts that have to go in the machine's current state; the next call overwrites it. */
  select(): readonly number[] {
    return this.stubborn.select();
  }

  /** The one context that has to go, if its step cannot choose and does not lead back; else -1. */
  next(): number {
    const contexts = this.stubborn.select();
    const [context] = contexts;
    return contexts.length === 1 && context !== undefined && this.stubborn.isPlain(context) ? context : -1;
  }

  /** The turns from the machine's current state to the next that is kept, or as many of them. Leaves the machine there. */
  followed(most = FARTHEST): Turn[] {
    const { machine } = this;
    const turns: Turn[] = [];
    const before = new Uint32Array(machine.width);
    for (let context = this.next(); context >= 0 && turns.length < most; context = this.next()) {
      machine.save(before, 0);
      machine.restore(before, 0);
      const turn = { context, script: [] };
      take(machine, turn);
      if (machine.halted() !== null) {
        machine.rewind();
        break;
      }
      turns.push(turn);
    }
    return turns;
  }
}

function watchedCells({ layout }: Observed, watches: readonly Watch[]): Watched {
  const watched = new Map<number, number[]>();
  let watch = 0;
  for (const { fields, each } of watches) {
    let most = 1;
    for (const name of fields)
      cellsOf(layout, name).forEach((cells, id) => {
        const by = watch + (each ? id : 0);
        most = Math.max(most, each ? id + 1 : 1);
        for (const cell of cells) watched.set(cell, [...(watched.get(cell) ?? []), by]);
      });
    watch += most;
  }
  return watched;
}

/** The cells of a field, by object. */
function cellsOf({ pools }: Observed['layout'], name: string): number[][] {
  const [struct, field] = name.split('.');
  const pool = pools.find((p) => p.name === struct);
  if (pool === undefined) return [];
  const laid = pool.fields.find((f) => f.name === field);
  if (laid === undefined && field !== 'life') return [];
  const first = laid?.offset ?? 0;
  const length = 1 + (laid?.element?.cap ?? 0);
  return Array.from({ length: pool.size }, (_, id) =>
    Array.from({ length }, (__, nth) => pool.base + id * pool.stride + first + nth),
  );
}

/** Random schedules, until they bring nothing new. */
function sample(machine: PackedMachine, observed: Observed): void {
  const { knowledge } = observed;
  const random = dice(SEED);
  const draw = (n: number) => random.nextInt(0, n - 1);
  const before = new Uint32Array(machine.width);
  /** The strategy, where every step that brings something new is tried with other counts as soon as it is taken. */
  const trying =
    (strategy: Strategy): Strategy =>
    (...begun) => {
      const picker = strategy(...begun);
      let learnt = 0;
      return {
        pick(able) {
          learnt = knowledge.size;
          machine.save(before, 0);
          return picker.pick(able);
        },
        took(context) {
          machine.drawWith(null);
          if (knowledge.size !== learnt) tryCounts(machine, observed, before, context);
          machine.drawWith(draw);
          picker.took?.(context);
        },
      };
    };
  const strategies = [uniform, pct(3)].map(trying);
  for (let schedule = 0, still = 0; schedule < SCHEDULES && still < Math.max(STILL, schedule / 4); schedule++) {
    const known = knowledge.size;
    walk(machine, strategies[schedule % strategies.length] as Strategy, random, () => undefined, STEPS);
    still = knowledge.size === known ? still + 1 : 0;
  }
}

/** Takes the step that was just taken with every other content of each count, and once more as it was. */
function tryCounts(machine: PackedMachine, { layout }: Observed, before: Uint32Array, context: number): void {
  if (layout.counts.length === 0) return;
  machine.restore(before, 0);
  for (const { cell } of layout.counts)
    for (let content = 1; content <= (layout.cells[cell]?.highest ?? 0); content++) {
      machine.suppose(cell, content);
      if (machine.enabled(context)) machine.fire(context);
      machine.rewind();
    }
  machine.fire(context);
}
