/**
 * What a context may still access from a local state on: the accesses of its steps, closed over all successors. Two accesses to the
 * same cell are independent where both are made by holders of one lock. A step of another context that is independent of all of it
 * need not be interleaved with it (stubborn.ts).
 */
import { YieldCounter, type Coroutine } from '../coroutine.ts';
import { isEqual, join, meet, Numbering } from './bits.ts';
import { postorder, sharedKeys } from './postorder.ts';
import {
  COMMUTING_ADD,
  type StateFootprint,
  READS,
  READS_PINNED_LIFE,
  type StepFootprints,
  WRITES,
} from './step-footprints.ts';

/** What is known of one local state, as sets of bits that `Numbers` numbers. */
interface Summary {
  /** What its next step may touch, and the locks that it holds meanwhile, by number. */
  readonly reads: Int32Array;
  readonly writes: Int32Array;
  readonly relies: Int32Array;
  readonly adds: Int32Array;
  readonly held: readonly number[];
  /** What it may touch and change from here on. */
  readonly future: FutureAccesses;
  /** The cells that it waits for here. */
  readonly awaited: readonly number[];
  readonly awaits: Int32Array;
  /** Its next step may choose; it may lead back to where the context has been. */
  readonly chooses: boolean;
  readonly returns: boolean;
}

/** Touches: those of anybody first, then those made without each lock. */
interface FutureAccesses {
  readonly reads: readonly Int32Array[];
  readonly writes: readonly Int32Array[];
  readonly adds: readonly Int32Array[];
  /** Of the cells that anybody waits for, or that hold objects. */
  readonly changes: Int32Array;
}

function joinFuture(into: FutureAccesses, from: FutureAccesses): boolean {
  let grown = join(into.changes, from.changes);
  into.reads.forEach((reads, i) => {
    if (join(reads, from.reads[i] as Int32Array)) grown = true;
    if (join(into.writes[i] as Int32Array, from.writes[i] as Int32Array)) grown = true;
    if (join(into.adds[i] as Int32Array, from.adds[i] as Int32Array)) grown = true;
  });
  return grown;
}

const isSame = (a: Summary, b: Summary): boolean =>
  a.chooses === b.chooses &&
  a.returns === b.returns &&
  isEqual(a.held, b.held) &&
  isEqual(a.awaited, b.awaited) &&
  isEqual(a.reads, b.reads) &&
  isEqual(a.writes, b.writes) &&
  isEqual(a.relies, b.relies) &&
  isEqual(a.adds, b.adds) &&
  isEqual(a.future.changes, b.future.changes) &&
  a.future.reads.length === b.future.reads.length &&
  a.future.reads.every((reads, i) => isEqual(reads, b.future.reads[i] as Int32Array)) &&
  a.future.writes.every((writes, i) => isEqual(writes, b.future.writes[i] as Int32Array)) &&
  a.future.adds.every((adds, i) => isEqual(adds, b.future.adds[i] as Int32Array));

/** Places that are worked out in one piece. */
const PIECE = 256;

export const NO_CONFLICT = 1;
export const CONFLICT = 2;
export const CONFLICT_UNLESS_HELD = 3;

/** The cells that say that an object is held. `counted`: it is about their count, to which the step adds. */
export interface HolderCells {
  readonly pins: readonly number[];
  readonly counted: boolean;
}

/** Whether a step touches what may be touched from there on by one that shares no lock with it. */
function meets(touched: Int32Array, on: readonly Int32Array[], held: readonly number[]): boolean {
  for (let i = 0; i < touched.length; i++) {
    let later = (touched[i] as number) & (on[0]?.[i] as number);
    for (const lock of held) later &= on[lock + 1]?.[i] as number;
    if (later !== 0) return true;
  }
  return false;
}

export class MayAccess {
  private readonly locks: Numbering;
  private readonly lockCells: ReadonlySet<number>;
  private readonly pins: StepFootprints['pins'];
  private readonly counts: StepFootprints['counts'];
  private readonly keys: Numbering;
  private readonly awaited: Numbering;
  private readonly summaries: Summary[] = [];
  private readonly byStack: readonly Map<number, number>[];
  private readonly between = new Map<number, readonly HolderCells[]>();
  /** 0: not yet asked. */
  private readonly conflicting: Uint8Array;
  /** 0: not yet asked; 1: no; 2: yes. */
  private readonly enabling: Uint8Array;

  private constructor({ nodes, locks, pins, counts }: StepFootprints, contexts: number) {
    this.lockCells = locks;
    this.locks = new Numbering(nodes.flatMap(({ mustOwn }) => [...mustOwn].filter((cell) => locks.has(cell))));
    this.keys = new Numbering(sharedKeys(nodes));
    this.awaited = new Numbering([
      ...nodes.flatMap(({ state }) => [...state.awaits]),
      ...[...pins.values()].flat(),
      ...counts.flatMap(({ holders }) => holders),
    ]);
    this.pins = pins;
    this.counts = counts;
    this.byStack = Array.from({ length: contexts }, () => new Map<number, number>());
    this.conflicting = new Uint8Array(nodes.length ** 2);
    this.enabling = new Uint8Array(nodes.length ** 2);
  }

  /** `contexts`: how many there are. */
  static *of(footprints: StepFootprints, contexts: number): Coroutine<MayAccess> {
    const mayAccess = new MayAccess(footprints, contexts);
    yield* mayAccess.summarize(footprints.nodes);
    return mayAccess;
  }

  private *summarize(nodes: readonly StateFootprint[]): Coroutine<void> {
    const pace = new YieldCounter(PIECE);
    const { order, returning } = postorder(nodes);
    const futures = yield* this.close(order, pace);
    for (const [at, node] of nodes.entries()) {
      if (pace.isOver()) yield;
      const { state, mustOwn } = node;
      this.byStack[state.context]?.set(state.stack, at);
      this.summaries.push({
        reads: this.touching(node, READS),
        writes: this.touching(node, WRITES),
        relies: this.touching(node, READS_PINNED_LIFE),
        adds: this.touching(node, COMMUTING_ADD),
        held: [...mustOwn].map((cell) => this.locks.of(cell)).filter((lock) => lock !== undefined),
        future: futures.get(node) as FutureAccesses,
        awaited: [...state.awaits],
        awaits: this.awaited.bits(state.awaits),
        chooses: state.chooses,
        // Where it was never seen to go, nobody knows where that leads.
        returns: returning.has(node) || state.transitions.length === 0,
      });
    }
  }

  /** Whether every question is answered as by the other, which knows less. */
  isSameAs(other: MayAccess): boolean {
    const { summaries } = this;
    return (
      summaries.length === other.summaries.length &&
      summaries.every((at, i) => isSame(at, other.summaries[i] as Summary))
    );
  }

  /** The keys that the node touches in one of these ways. */
  private touching({ accesses }: StateFootprint, how: number): Int32Array {
    return this.keys.bits([...accesses].filter(([, touched]) => (touched & how) !== 0).map(([key]) => key));
  }

  private nothing(): FutureAccesses {
    const each = () => Array.from({ length: this.locks.size + 1 }, () => this.keys.none());
    return { reads: each(), writes: each(), adds: each(), changes: this.awaited.none() };
  }

  private *close(order: readonly StateFootprint[], pace: YieldCounter): Coroutine<Map<StateFootprint, FutureAccesses>> {
    const futures = new Map<StateFootprint, FutureAccesses>();
    for (const node of order) {
      if (pace.isOver()) yield;
      const future = this.nothing();
      join(future.changes, this.awaited.bits(node.changes));
      const held = new Set([...node.mustOwn].map((cell) => this.locks.of(cell)));
      const reads = this.touching(node, READS | READS_PINNED_LIFE);
      const writes = this.touching(node, WRITES);
      const adds = this.touching(node, COMMUTING_ADD);
      for (let lock = -1; lock < this.locks.size; lock++) {
        if (held.has(lock)) continue;
        join(future.reads[lock + 1] as Int32Array, reads);
        join(future.writes[lock + 1] as Int32Array, writes);
        join(future.adds[lock + 1] as Int32Array, adds);
      }
      futures.set(node, future);
    }
    for (let grown = true; grown;) {
      grown = false;
      for (const node of order) {
        if (pace.isOver(node.next.size)) yield;
        for (const next of node.next)
          if (joinFuture(futures.get(node) as FutureAccesses, futures.get(next) as FutureAccesses)) grown = true;
      }
    }
    return futures;
  }

  /** The number of the summary of a context with this stack; -1: it was never seen there. */
  summaryOf(context: number, stack: number): number {
    return this.byStack[context]?.get(stack) ?? -1;
  }

  /**
   * Whether the next step of one context may be dependent with anything that the other may still do: `NO_CONFLICT`, `CONFLICT`, or
   * `CONFLICT_UNLESS_HELD`, where that is only that the other may free what the step touches, or that both add to a count.
   */
  conflict(step: number, other: number): number {
    const place = step * this.summaries.length + other;
    const known = this.conflicting[place] as number;
    if (known !== 0) return known;
    const mine = this.summaries[step] as Summary;
    const { future } = this.summaries[other] as Summary;
    const { reads, writes, adds, relies, held } = mine;
    const isSure =
      meets(writes, future.reads, held) ||
      meets(writes, future.writes, held) ||
      meets(writes, future.adds, held) ||
      meets(reads, future.writes, held) ||
      meets(reads, future.adds, held) ||
      meets(adds, future.reads, held) ||
      meets(adds, future.writes, held);
    const may = meets(relies, future.writes, held) || meets(adds, future.adds, held);
    const answer = isSure ? CONFLICT : may ? CONFLICT_UNLESS_HELD : NO_CONFLICT;
    this.conflicting[place] = answer;
    return answer;
  }

  /** The objects that conflict unless they are held. */
  heldBetween(step: number, other: number): readonly HolderCells[] {
    const place = step * this.summaries.length + other;
    let found = this.between.get(place);
    if (found === undefined) {
      const { relies, adds, held } = this.summaries[step] as Summary;
      const { future } = this.summaries[other] as Summary;
      const only = (bits: Int32Array, key: number) => {
        const one = this.keys.bits([key]);
        return bits.map((word, i) => word & (one[i] as number));
      };
      found = [
        ...[...this.pins]
          .filter(([life]) => meets(only(relies, life), future.writes, held))
          .map(([, pins]) => ({ pins, counted: false })),
        ...this.counts
          .filter(({ cell }) => meets(only(adds, cell), future.adds, held))
          .map(({ holders }) => ({ pins: holders, counted: true })),
      ];
      this.between.set(place, found);
    }
    return found;
  }

  /** Whether a context may, from where it stands, change a cell that somebody waits for or is held by. */
  mayChange(at: number, cell: number): boolean {
    const number = this.awaited.of(cell);
    // Of others nothing was worked out.
    if (number === undefined) return true;
    return (((this.summaries[at] as Summary).future.changes[number >> 5] as number) & (1 << (number & 31))) !== 0;
  }

  /** Whether one context may, from where it stands, change what the other waits for. */
  mayEnable(other: number, waiting: number): boolean {
    const place = other * this.summaries.length + waiting;
    const known = this.enabling[place] as number;
    if (known !== 0) return known === 2;
    const answer = meet((this.summaries[other] as Summary).future.changes, (this.summaries[waiting] as Summary).awaits);
    this.enabling[place] = answer ? 2 : 1;
    return answer;
  }

  /** The lock that is all that a context waits for; -1: it waits for something else. */
  awaitedLock(at: number): number {
    const { awaited } = this.summaries[at] as Summary;
    const [cell] = awaited;
    return awaited.length === 1 && cell !== undefined && this.lockCells.has(cell) ? cell : -1;
  }

  chooses(at: number): boolean {
    return (this.summaries[at] as Summary).chooses;
  }

  returns(at: number): boolean {
    return (this.summaries[at] as Summary).returns;
  }
}
