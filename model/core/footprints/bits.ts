/** Sets of small numbers as bits. */

/** Numbers from 0 on for what is told apart, and sets of them as bits. */
export class Numbering {
  private readonly numbers = new Map<number, number>();
  constructor(members: Iterable<number>) {
    for (const member of members) if (!this.numbers.has(member)) this.numbers.set(member, this.numbers.size);
  }
  get size(): number {
    return this.numbers.size;
  }
  of(member: number): number | undefined {
    return this.numbers.get(member);
  }
  none(): Int32Array {
    return new Int32Array(Math.max(1, Math.ceil(this.size / 32)));
  }
  bits(members: Iterable<number>): Int32Array {
    const bits = this.none();
    for (const member of members) {
      const number = this.numbers.get(member);
      if (number !== undefined) bits[number >> 5] = (bits[number >> 5] as number) | (1 << (number & 31));
    }
    return bits;
  }
}

/** Adds the bits of `from`; whether any is new. */
export function join(into: Int32Array, from: Int32Array): boolean {
  let grown = false;
  for (let i = 0; i < into.length; i++) {
    const before = into[i] as number;
    const after = before | (from[i] as number);
    if (after !== before) {
      into[i] = after;
      grown = true;
    }
  }
  return grown;
}

export const isEqual = (a: ArrayLike<number>, b: ArrayLike<number>): boolean => {
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return a.length === b.length;
};

/** Whether two sets have a member in common. */
export const meet = (a: Int32Array, b: Int32Array): boolean => {
  for (let i = 0; i < a.length; i++) if (((a[i] as number) & (b[i] as number)) !== 0) return true;
  return false;
};
