/** What a schedule costs, and a queue in the order of it. */
import type { Turn } from './turn.ts';

/** Compared in this order: chances that went wrong (took another option than the first), switches of context, steps. */
export interface Cost {
  readonly faults: number;
  readonly switches: number;
  readonly steps: number;
}

/** Costs as one number, so that sums and comparisons are those of numbers. No schedule comes near a part's bound. */
const SWITCH = 2 ** 16;
const FAULT = 2 ** 32;

export const asCost = (cost: number): Cost => ({
  faults: Math.floor(cost / FAULT),
  switches: Math.floor((cost % FAULT) / SWITCH),
  steps: cost % SWITCH,
});

/** Of one step more. */
export function stepCost(script: readonly number[], isSwitch: boolean): number {
  let cost = isSwitch ? SWITCH + 1 : 1;
  for (const option of script) if (option !== 0) cost += FAULT;
  return cost;
}

export function costOf(turns: readonly Turn[]): number {
  let cost = 0;
  turns.forEach(({ context, script }, i) => {
    cost += stepCost(script, i > 0 && turns[i - 1]?.context !== context);
  });
  return cost;
}

/** Takes out the cheapest first, and equals in the order in which they came. */
export class CostQueue<T> {
  private readonly buckets = new Map<number, { readonly items: T[]; at: number }>();
  /** A binary heap of the costs that have a bucket. */
  private readonly heap: number[] = [];

  push(cost: number, item: T): void {
    const bucket = this.buckets.get(cost);
    if (bucket !== undefined) {
      bucket.items.push(item);
      return;
    }
    this.buckets.set(cost, { items: [item], at: 0 });
    const { heap } = this;
    let at = heap.push(cost) - 1;
    for (let up = (at - 1) >> 1; at > 0 && (heap[up] as number) > cost; up = (at - 1) >> 1) {
      heap[at] = heap[up] as number;
      at = up;
    }
    heap[at] = cost;
  }

  /** The least cost in the queue; infinite when it is empty. */
  get least(): number {
    return this.heap[0] ?? Number.POSITIVE_INFINITY;
  }

  /** The queue must not be empty. */
  pop(): T {
    const bucket = this.buckets.get(this.least);
    if (bucket === undefined) throw new Error('nothing is queued');
    const item = bucket.items[bucket.at++] as T;
    if (bucket.at === bucket.items.length) this.dropLeast();
    return item;
  }

  private dropLeast(): void {
    const { heap } = this;
    this.buckets.delete(this.least);
    const last = heap.pop() as number;
    if (heap.length === 0) return;
    let at = 0;
    for (;;) {
      let down = 2 * at + 1;
      if (down >= heap.length) break;
      if (down + 1 < heap.length && (heap[down + 1] as number) < (heap[down] as number)) down++;
      if ((heap[down] as number) >= last) break;
      heap[at] = heap[down] as number;
      at = down;
    }
    heap[at] = last;
  }
}
