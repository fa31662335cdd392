/** The search that decides a set of properties at once, and what it comes to. Knows nothing of what is modelled. */
import { InternalError, type Machine, type Coroutine, runToEnd } from '../../model/core/index.ts';
import { PropertyMonitor, type PropertyState, type ViolationSite } from './monitor.ts';
import { violationHere } from './questions.ts';
import type { Property } from './property.ts';
import {
  interruptible,
  type Exploration,
  exploring,
  type Graph,
  type Limits,
  type Options,
  progressOf,
  type SearchRun,
  STOPPED,
} from '../search/explore.ts';
import { findingDoomed, type Lasso, lassoFrom, contextsInLoop } from '../search/livelock.ts';
import { findingsAfter, fireTurns, type Turn } from '../search/turn.ts';
import type { Reductions } from '../search/reduction.ts';
import { countingSchedules, findingCycle, type Schedules } from '../search/schedules.ts';

/** `not-judged`: on some schedule the model, or a patch, leaves out what would have to be judged. */
export type Verdict = 'holds' | 'violated' | 'clipped' | 'not-judged' | 'not-applicable';

/** Neither proved nor refuted. */
export const isUndecided = ({ verdict }: { readonly verdict: Verdict }): boolean =>
  verdict === 'clipped' || verdict === 'not-judged';

export interface Violation {
  readonly message: string;
  /** A schedule that ends in the violation. */
  readonly turns: readonly Turn[];
  /** There is none with fewer steps. */
  readonly isShortest: boolean;
  /** Of a livelock: a way on that goes round for ever. */
  readonly lasso?: Lasso | undefined;
}

export interface Judgement<K> {
  readonly property: Property<K>;
  readonly verdict: Verdict;
  /** Some state that was seen is one that the property speaks of. */
  readonly reached: boolean;
  readonly violation: Violation | null;
  /** Why it is not judged on all schedules, where that is so. */
  readonly unjudged: string | null;
}

export interface Check<K> {
  readonly judgements: readonly Judgement<K>[];
  readonly exploration: Exploration;
  /** Null where the search was clipped or reduced, or the state graph has a cycle. */
  readonly schedules: Schedules | null;
  /** True where the state graph has a cycle: some schedule never ends. */
  readonly cyclic: boolean;
}

export interface CheckOptions extends Omit<Options, 'reductions'> {
  /** Undefined: nothing is left out. */
  readonly leaving?: Reductions | undefined;
  /** Where the search, reduced or not breadth first, found violations: so many states are searched for a shortest schedule of each. */
  readonly shortestWithin?: number | undefined;
}

/** States searched for a shortest schedule of what a reduced search found, where nothing else is said. */
export const SHORTEST_WITHIN = 500_000;

/**
 * Explores the machine and judges every property on the way: unreduced at first, then reduced as often as it takes; then for shortest
 * schedules. A schedule that a halt cuts short is judged on what came before: beside properties of one's own belongs `sound`, which sees halts.
 */
export function* checking<K>(
  machine: Machine,
  properties: readonly Property<K>[],
  { leaving, shortestWithin = 0, ...options }: CheckOptions = {},
): SearchRun<Check<K>> {
  const monitor = new KeepingMonitor(machine, properties);
  const keepGraph = options.keepGraph === true || properties.some(({ livelock }) => livelock);
  const searched = yield* exploring(machine, monitor, { ...options, keepGraph, reductions: leaving });
  const looksForLivelock = properties.some(({ livelock }) => livelock);
  const told = yield* interruptible(toldBy(searched, looksForLivelock), () => progressOf(searched));
  // Stopped here, all was searched, but not all was found out of it.
  const exploration: Exploration = told === STOPPED ? { ...searched, clipped: 'interrupted', graph: null } : searched;
  const { schedules, cyclic, doomed } = told === STOPPED ? NOTHING_TOLD : told;
  const { graph } = exploration;
  const found = monitor.states.map((state) => monitor.told(state, exploration));
  const livelock = doomed === null ? null : livelockAt(machine, exploration, doomed);
  const isOpen = (state: PropertyState<K>, i: number) => state.violation !== null && found[i]?.isShortest === false;
  const open = monitor.states.filter(isOpen).map(({ property }) => property);
  const shortest =
    !exploration.isShortest && exploration.clipped !== 'interrupted' && shortestWithin > 0 && open.length > 0
      ? yield* shortestOf(machine, open, {
          maxStates: shortestWithin,
          maxMemory: options.maxMemory && Math.max(0, options.maxMemory - exploration.bytes),
        })
      : new Map<Property<K>, Violation>();
  const judgements = monitor.states.map(({ property, reached, unjudged }, i): Judgement<K> => {
    const own = shortest.get(property) ?? found[i] ?? null;
    const violation = property.livelock ? nearest(own, livelock) : own;
    const isUnknown = property.livelock === true && graph === null;
    const verdict = verdictOf(property, { reached, violation, unjudged }, exploration, isUnknown);
    return { property, reached, violation, unjudged, verdict };
  });
  return { judgements, exploration, schedules, cyclic };
}

/** What the edges of a search tell. */
interface Told extends Pick<Check<never>, 'schedules' | 'cyclic'> {
  /** The first state from which no end can be reached. */
  readonly doomed: number | null;
}

const NOTHING_TOLD: Told = { schedules: null, cyclic: false, doomed: null };

function* toldBy(
  { graph, reduced }: { readonly graph: Graph | null; readonly reduced: boolean },
  looksForLivelock: boolean,
): Coroutine<Told> {
  if (graph === null) return NOTHING_TOLD;
  const schedules = reduced ? null : yield* countingSchedules(graph);
  const cyclic = reduced ? yield* findingCycle(graph) : schedules === null;
  return { schedules, cyclic, doomed: looksForLivelock ? yield* findingDoomed(graph) : null };
}

export const check = <K>(machine: Machine, properties: readonly Property<K>[], options: CheckOptions = {}): Check<K> =>
  runToEnd(checking(machine, properties, options));

/** What an unreduced search found stays found when a reduced one begins; and it is a shortest schedule's, where nothing nearer can be missing. */
class KeepingMonitor<K> extends PropertyMonitor<K> {
  private readonly kept = new Map<Property<K>, Violation>();
  private readonly reachedBefore = new Set<Property<K>>();
  private readonly unjudgedBefore = new Map<Property<K>, string>();
  private readonly of: Machine;

  constructor(machine: Machine, properties: readonly Property<K>[]) {
    super(machine, properties);
    this.of = machine;
  }

  /** The search begins anew, after one that found so much unreduced; null: nothing of what was found since counts. */
  override restart(found: Exploration | null): void {
    if (found !== null)
      for (const state of this.states) {
        const told = this.told(state, found);
        if (told !== null) this.kept.set(state.property, told);
        if (state.reached) this.reachedBefore.add(state.property);
        if (state.unjudged !== null) this.unjudgedBefore.set(state.property, state.unjudged);
      }
    this.begin(({ property }) => ({
      reached: this.reachedBefore.has(property),
      violation: this.kept.has(property) ? KEPT : null,
      unjudged: this.unjudgedBefore.get(property) ?? null,
    }));
  }

  /** A schedule to what was found. Where it was found in a state taken for others, names are those of the schedule. */
  told({ property, violation }: PropertyState<K>, exploration: Exploration): Violation | null {
    if (violation === null) return null;
    const kept = this.kept.get(property);
    if (kept !== undefined) return kept;
    const { clipped, judgedDepth, renamings } = exploration;
    const turns = turnsTo(exploration, violation);
    const message = renamings.length > 0 ? wrongAfter(this.of, property, turns) : violation.message;
    // A search that was cut short has not tried all renamings on all that it met.
    if (message === null && clipped !== null) return null;
    if (message === null) throw new InternalError(`${property.name} does not judge alike what differs by a renaming`);
    const isShortest = exploration.isShortest && (clipped === null || violation.steps <= judgedDepth);
    return { message, turns, isShortest };
  }
}

/** Stands for a violation whose schedule is told already; none is nearer. */
const KEPT: ViolationSite = { message: '', state: 0, turn: null, followed: 0, steps: 0 };

const turnsTo = (exploration: Exploration, { state, turn, followed }: ViolationSite): Turn[] =>
  turn === null ? exploration.pathTo(state) : exploration.pathOn(state, turn, followed);

/** What is wrong after a schedule from the initial state; null: nothing is, or it cannot be taken. */
function wrongAfter<K>(machine: Machine, property: Property<K>, turns: readonly Turn[]): string | null {
  const findings = findingsAfter(machine, turns);
  return findings === null ? null : violationHere(machine, property, findings);
}

/** A schedule to a state from which no end can be reached, and who goes round for ever then. */
function livelockAt(machine: Machine, exploration: Exploration, state: number): Violation {
  const turns = exploration.pathTo(state);
  fireTurns(machine, turns);
  const lasso = lassoFrom(machine);
  return {
    message: tellLivelock(machine, lasso),
    turns,
    isShortest: exploration.isShortest && exploration.clipped === null,
    lasso,
  };
}

const nearest = (one: Violation | null, other: Violation | null): Violation | null =>
  one === null || (other !== null && other.turns.length < one.turns.length) ? other : one;

export const tellLivelock = (machine: Pick<Machine, 'contexts'>, lasso: Lasso): string =>
  `no end can be reached any more: ${contextsInLoop(machine, lasso).join(' and ')} can go round for ever`;

/** Searches unreduced for what is known to be there, till all is found or it takes too long. */
function* shortestOf<K>(
  machine: Machine,
  violated: readonly Property<K>[],
  limits: Limits,
): SearchRun<ReadonlyMap<Property<K>, Violation>> {
  const monitor = new KeepingMonitor(machine, violated);
  const search = exploring(machine, monitor, limits);
  let next = search.next();
  // Found is not yet nearest: the ends of its level may be nearer.
  const isDone = (depth: number) =>
    monitor.states.every(({ violation }) => violation !== null && violation.steps < depth);
  while (!next.done) {
    const asked = yield next.value;
    next = search.next(isDone(next.value.depth) || asked === 'stop' ? 'stop' : undefined);
  }
  const exploration = next.value;
  return new Map(
    monitor.states.flatMap((state) => {
      const told = monitor.told(state, exploration);
      return told === null ? [] : [[state.property, told]];
    }),
  );
}

type Extent = Pick<Exploration, 'clipped' | 'ends'>;

/** The verdict on a property that was looked for as far as `extent` says. `isUnknown`: not all of what violates it was. */
export function verdictOf<K>(
  property: Property<K>,
  { reached, violation, unjudged }: Pick<Judgement<K>, 'reached' | 'violation' | 'unjudged'>,
  extent: Extent,
  isUnknown: boolean,
): Verdict {
  if (violation !== null) return 'violated';
  if (extent.clipped !== null || isUnknown) return 'clipped';
  if (unjudged !== null) return 'not-judged';
  return reached && canBeJudged(property, extent) ? 'holds' : 'not-applicable';
}

/** Where an oops cuts every schedule short, nothing can be said of what is judged in the end alone. */
const canBeJudged = <K>({ always, onBreach, onHalt }: Property<K>, { ends }: Extent): boolean =>
  always !== undefined || onBreach !== undefined || onHalt !== undefined || ends.done + ends.stuck > 0;
