/** Random numbers from a seed, so that every model of a run can be had again. */
export class Dice {
  private state: number;
  /** Each `nth` has numbers of its own. */
  constructor(seed: number, nth = 0) {
    this.state = (Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) ^ Math.imul(nth + 1, 0xc2b2ae35)) | 0;
    for (let i = 0; i < 4; i++) this.next();
  }
  /** From 0 up to 1; Steele and Vigna's mixing, as in mulberry32. */
  private next(): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }
  /** From `min` to `max`, both included. */
  int(min: number, max: number): number {
    return min + Math.floor(this.next() * (max - min + 1));
  }
  chance(percent: number): boolean {
    return this.next() * 100 < percent;
  }
  pick<T>(from: readonly T[]): T {
    return from[this.int(0, from.length - 1)] as T;
  }
  /** One of those with their weights. */
  weighed<T>(from: readonly (readonly [weight: number, T])[]): T {
    let left = this.next() * from.reduce((sum, [weight]) => sum + weight, 0);
    for (const [weight, one] of from) if ((left -= weight) < 0) return one;
    return (from.at(-1) as readonly [number, T])[1];
  }
}
