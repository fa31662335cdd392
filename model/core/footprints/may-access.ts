/**
 * What a context may still do from where it stands, closed over all that may follow: what it takes to tell that a step of
 * another gets in the way of none of it. Two touches of the same do not where both are made by holders of one lock.
 */
import { Pace, type Pieces } from '../coroutine.ts';
import { isEqual, join, meet, Numbers } from './bits.ts';
import { ordered, sharedTraces } from './postorder.ts';
import { ADDS, type Node, READS, RELIES, type Touches, WRITES } from './step-footprints.ts';

/** A context at one stack. Bits are numbered by `Numbers`. */
interface Spot {
  /** What its next step may touch, and the locks that it holds meanwhile, by number. */
  readonly reads: Int32Array;
  readonly writes: Int32Array;
  readonly relies: Int32Array;
  readonly adds: Int32Array;
  readonly held: readonly number[];
  /** What it may touch and change from here on. */
  readonly future: Future;
  /** The cells that it waits for here. */
  readonly awaited: readonly number[];
  readonly awaits: Int32Array;
  /** Its next step may choose; it may lead back to where the context has been. */
  readonly chooses: boolean;
  readonly returns: boolean;
}

/** Touches: those of anybody first, then those made without each lock. */
interface Future {
  readonly reads: readonly Int32Array[];
  readonly writes: readonly Int32Array[];
  readonly adds: readonly Int32Array[];
  /** Of the cells that anybody waits for, or that hold objects. */
  readonly changes: Int32Array;
}

function joinFuture(into: Future, from: Future): boolean {
  let grown = join(into.changes, from.changes);
  into.reads.forEach((reads, i) => {
    if (join(reads, from.reads[i] as Int32Array)) grown = true;
    if (join(into.writes[i] as Int32Array, from.writes[i] as Int32Array)) grown = true;
    if (join(into.adds[i] as Int32Array, from.adds[i] as Int32Array)) grown = true;
  });
  return grown;
}

const isSame = (a: Spot, b: Spot): boolean =>
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

export const NEVER = 1;
export const SURELY = 2;
export const UNLESS_HELD = 3;

/** The cells that say that an object is held. `counted`: it is about their count, to which the step adds. */
export interface Held {
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

export class Futures {
  private readonly locks: Numbers;
  private readonly lockCells: ReadonlySet<number>;
  private readonly pins: Touches['pins'];
  private readonly counts: Touches['counts'];
  private readonly traces: Numbers;
  private readonly awaited: Numbers;
  private readonly spots: Spot[] = [];
  private readonly byStack: readonly Map<number, number>[];
  private readonly between = new Map<number, readonly Held[]>();
  /** 0: not yet asked. */
  private readonly conflicting: Uint8Array;
  /** 0: not yet asked; 1: no; 2: yes. */
  private readonly enabling: Uint8Array;

  private constructor({ nodes, locks, pins, counts }: Touches, contexts: number) {
    this.lockCells = locks;
    this.locks = new Numbers(nodes.flatMap(({ own }) => [...own].filter((cell) => locks.has(cell))));
    this.traces = new Numbers(sharedTraces(nodes));
    this.awaited = new Numbers([
      ...nodes.flatMap(({ seen }) => [...seen.awaits]),
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
  static *of(touches: Touches, contexts: number): Pieces<Futures> {
    const futures = new Futures(touches, contexts);
    yield* futures.workOut(touches.nodes);
    return futures;
  }

  private *workOut(nodes: readonly Node[]): Pieces<void> {
    const pace = new Pace(PIECE);
    const { order, returning } = ordered(nodes);
    const futures = yield* this.close(order, pace);
    for (const [spot, node] of nodes.entries()) {
      if (pace.isOver()) yield;
      const { seen, own } = node;
      this.byStack[seen.context]?.set(seen.stack, spot);
      this.spots.push({
        reads: this.touching(node, READS),
        writes: this.touching(node, WRITES),
        relies: this.touching(node, RELIES),
        adds: this.touching(node, ADDS),
        held: [...own].map((cell) => this.locks.of(cell)).filter((lock) => lock !== undefined),
        future: futures.get(node) as Future,
        awaited: [...seen.awaits],
        awaits: this.awaited.bits(seen.awaits),
        chooses: seen.chooses,
        // Where it was never seen to go, nobody knows where that leads.
        returns: returning.has(node) || seen.ways.length === 0,
      });
    }
  }

  /** Whether every question is answered as by the other, which knows less. */
  isSameAs(other: Futures): boolean {
    const { spots } = this;
    return spots.length === other.spots.length && spots.every((spot, i) => isSame(spot, other.spots[i] as Spot));
  }

  /** The traces that the node touches in one of these ways. */
  private touching({ touches }: Node, how: number): Int32Array {
    return this.traces.bits([...touches].filter(([, touched]) => (touched & how) !== 0).map(([trace]) => trace));
  }

  private nothing(): Future {
    const each = () => Array.from({ length: this.locks.size + 1 }, () => this.traces.none());
    return { reads: each(), writes: each(), adds: each(), changes: this.awaited.none() };
  }

  private *close(order: readonly Node[], pace: Pace): Pieces<Map<Node, Future>> {
    const futures = new Map<Node, Future>();
    for (const node of order) {
      if (pace.isOver()) yield;
      const future = this.nothing();
      join(future.changes, this.awaited.bits(node.changes));
      const held = new Set([...node.own].map((cell) => this.locks.of(cell)));
      const reads = this.touching(node, READS | RELIES);
      const writes = this.touching(node, WRITES);
      const adds = this.touching(node, ADDS);
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
          if (joinFuture(futures.get(node) as Future, futures.get(next) as Future)) grown = true;
      }
    }
    return futures;
  }

  /** Where a context with this stack stands; -1: nothing was seen of it there. */
  spotOf(context: number, stack: number): number {
    return this.byStack[context]?.get(stack) ?? -1;
  }

  /**
   * Whether the next step of one context may get in the way of anything that the other may still do: `NEVER`, `SURELY`, or
   * `UNLESS_HELD`, where that is only that the other may free what the step touches, or that both add to a count.
   */
  conflict(step: number, other: number): number {
    const place = step * this.spots.length + other;
    const known = this.conflicting[place] as number;
    if (known !== 0) return known;
    const mine = this.spots[step] as Spot;
    const { future } = this.spots[other] as Spot;
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
    const answer = isSure ? SURELY : may ? UNLESS_HELD : NEVER;
    this.conflicting[place] = answer;
    return answer;
  }

  /** The objects that conflict unless they are held. */
  heldBetween(step: number, other: number): readonly Held[] {
    const place = step * this.spots.length + other;
    let found = this.between.get(place);
    if (found === undefined) {
      const { relies, adds, held } = this.spots[step] as Spot;
      const { future } = this.spots[other] as Spot;
      const only = (bits: Int32Array, trace: number) => {
        const one = this.traces.bits([trace]);
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
  mayChange(spot: number, cell: number): boolean {
    const number = this.awaited.of(cell);
    // Of others nothing was worked out.
    if (number === undefined) return true;
    return (((this.spots[spot] as Spot).future.changes[number >> 5] as number) & (1 << (number & 31))) !== 0;
  }

  /** Whether one context may, from where it stands, change what the other waits for. */
  mayEnable(other: number, waiting: number): boolean {
    const place = other * this.spots.length + waiting;
    const known = this.enabling[place] as number;
    if (known !== 0) return known === 2;
    const answer = meet((this.spots[other] as Spot).future.changes, (this.spots[waiting] as Spot).awaits);
    this.enabling[place] = answer ? 2 : 1;
    return answer;
  }

  /** The lock that is all that a context waits for; -1: it waits for something else. */
  awaitedLock(spot: number): number {
    const { awaited } = this.spots[spot] as Spot;
    const [cell] = awaited;
    return awaited.length === 1 && cell !== undefined && this.lockCells.has(cell) ? cell : -1;
  }

  chooses(spot: number): boolean {
    return (this.spots[spot] as Spot).chooses;
  }

  returns(spot: number): boolean {
    return (this.spots[spot] as Spot).returns;
  }
}
