/** The values that fields of one domain can hold, by number. An open domain takes in others when they are first written. */
import { LimitReached } from '../errors/internal-error.ts';
import { type InternTable, nothingOwn } from '../intern-table.ts';

/** Values from `lowest` to `highest` may join the domain, at most so many. */
export interface Openness {
  readonly lowest: number;
  readonly highest: number;
  readonly most: number;
}

export class Domain {
  readonly name: string;
  /** How many values there can ever be. */
  readonly capacity: number;
  /** Where machines that run side by side agree on the numbers of new values; null: this one is alone. */
  internTable: InternTable | null = null;
  private readonly values: number[];
  private readonly numbers: Map<number, number>;
  private readonly open: Openness | undefined;

  constructor(name: string, values: readonly number[], open: Openness | undefined) {
    this.name = name;
    this.values = [...values];
    this.numbers = new Map(values.map((value, number) => [value, number]));
    this.open = open;
    this.capacity = values.length + (open?.most ?? 0);
  }

  at(number: number): number | undefined {
    return this.values[number];
  }

  /** Whether it is a value of the domain, or may become one. */
  admits(value: number): boolean {
    const { open, numbers } = this;
    if (numbers.has(value)) return true;
    return open !== undefined && Number.isInteger(value) && value >= open.lowest && value <= open.highest;
  }

  /** The number of a value that has one; -1: it has none. */
  find(value: number): number {
    return this.numbers.get(value) ?? -1;
  }

  /** The number of a value, which joins if it may; -1: it is no value of the domain. */
  numberOf(value: number): number {
    const known = this.numbers.get(value);
    if (known !== undefined) return known;
    if (!this.admits(value)) return -1;
    if (this.internTable === null) this.add(value);
    else
      this.internTable.exchange(this.learn, () => {
        if (this.numbers.has(value)) return null;
        this.add(value);
        return [value];
      });
    return this.numbers.get(value) as number;
  }

  /** Takes over the values that other machines have numbered. */
  catchUp(): void {
    this.internTable?.exchange(this.learn, nothingOwn);
  }

  private readonly learn = (entry: Int32Array): void => {
    this.add(entry[0] as number);
  };

  private add(value: number): void {
    if (this.values.length === this.capacity)
      throw new LimitReached(`more than ${this.open?.most} values beside those that are declared of ${this.name}`);
    this.numbers.set(value, this.values.push(value) - 1);
  }
}
