/** The ways in which runs of one machine were halted, by number, from 1 on. */
import { LimitReached } from '../errors/internal-error.ts';
import { HALTS } from '../layout/layout.ts';
import { type InternTable, nothingOwn } from '../intern-table.ts';

export class Halts {
  /** Where new ones are agreed on with other machines; null: this one is alone. */
  internTable: InternTable | null = null;
  private readonly names: string[] = [];

  nameOf(number: number): string {
    return this.names[number - 1] as string;
  }

  /** The number of a way to be halted, which it gets when it is first met. */
  numberOf(name: string): number {
    if (!this.names.includes(name)) this.agreeOn(name);
    const nth = this.names.indexOf(name);
    if (nth >= HALTS) throw new LimitReached(`more than ${HALTS} different ways to be halted`);
    return nth + 1;
  }

  /** Takes over those that other machines have numbered. */
  catchUp(): void {
    this.internTable?.exchange(this.learn, nothingOwn);
  }

  private agreeOn(name: string): void {
    if (this.internTable === null) this.names.push(name);
    this.internTable?.exchange(this.learn, () => {
      if (this.names.includes(name)) return null;
      this.names.push(name);
      return Array.from({ length: name.length }, (_, i) => name.charCodeAt(i));
    });
  }

  private readonly learn = (entry: Int32Array): void => {
    this.names.push(String.fromCharCode(...entry));
  };
}
