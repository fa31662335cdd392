/**
 * Paths through canonical states, told as schedules. Each state of such a path is the one before it, stepped and then
 * permuted; so the contexts that it names are those of a schedule from the initial state under all permutations so far.
 */
import type { Canonical } from '../../model/core/index.ts';
import type { Turn } from './turn.ts';

/** Follows one path from the initial state, which every permutation leaves as it is. */
export class PermutationTracker {
  private readonly canonical: Canonical;
  /** By context of the canonical state, the context of the schedule that it stands for. */
  private real: readonly number[];

  constructor(canonical: Canonical) {
    this.canonical = canonical;
    this.real = canonical.permutations[0]?.contexts ?? [];
  }

  /** A turn taken since the last canonical state, as the schedule takes it. Its choices are the same. */
  turn({ context, script }: Turn): Turn {
    return { context: this.real[context] as number, script };
  }

  /** Makes the machine's current state canonical, as the search did here. */
  canonicalise(): void {
    const permutation = this.canonical.canonicalise();
    const next = [...this.real];
    this.real.forEach((real, context) => {
      next[this.canonical.contextUnder(permutation, context)] = real;
    });
    this.real = next;
  }
}
