/**
 * Another order of the search: depth first, as a frontier. Four philosophers are searched in both orders, which come to the same
 * states and the same verdict; only the schedule to what is wrong is longer. `npx tsx docs/examples/depth-first.ts`.
 */
import { PackedMachine } from 'kioctx/model';
import { check } from 'kioctx/properties';
import { BreadthFirst, type Frontier } from 'kioctx/properties/search/frontier.ts';
import { allEat, philosophers } from './philosophers.ts';
import { isRun } from './verdicts.ts';

/** The state that was met last comes next. */
export class DepthFirst implements Frontier {
  readonly isByDistance: boolean = false;
  /** What the last step led to has to be known before the next. */
  readonly isSettled = false;
  steps = 0;
  protected readonly stack: { readonly state: number; readonly steps: number }[] = [];

  get size(): number {
    return this.stack.length;
  }

  push(state: number, steps: number): void {
    this.stack.push({ state, steps });
  }

  pop(): number {
    const { state, steps } = this.stack.pop() as { readonly state: number; readonly steps: number };
    this.steps = steps;
    return state;
  }
}

if (isRun(import.meta.url))
  for (const Order of [BreadthFirst, DepthFirst]) {
    const machine = new PackedMachine(philosophers(4, 'all left-handed'));
    const { judgements, exploration } = check(machine, [allEat], { frontier: () => new Order() });
    const { states, transitions, ends, depth } = exploration;
    console.log(
      `${Order.name}: ${states} states, ${transitions} transitions, ${ends.stuck} stuck; up to ${depth} steps`,
    );
    for (const { property, verdict, violation } of judgements) {
      const steps = violation === null ? '' : ` by a schedule of ${violation.turns.length} steps`;
      console.log(`  ${property.name}: ${verdict}${steps}${violation?.isShortest ? ', the fewest' : ''}`);
    }
  }
