/** Which state a search expands next. */

/** The states that were met and not expanded. Each is pushed once. */
export interface Frontier {
  /** Whether states come out in the order of their steps, so that a search meets each by a shortest schedule first. */
  readonly isByDistance: boolean;
  /** States in it. */
  readonly size: number;
  /**
   * Whether the state that comes next is known, whatever is pushed before. A search looks up many turns at a time; where this is
   * false, it looks up all that it has taken before it asks.
   */
  readonly isSettled: boolean;
  /**
   * `steps` are those of the schedule by which the state was met. States are numbered as they are pushed: 0, 1, 2 and so on. A frontier that
   * looks at states may go to this one: `machine.restore(visited.goTo(state), 0)`.
   */
  push(state: number, steps: number): void;
  /** Takes out the next; there is one. */
  pop(): number;
  /** The steps of the state last popped. */
  readonly steps: number;
}

/** Level by level: all states so many steps away before those that are one step farther. */
export class BreadthFirst implements Frontier {
  readonly isByDistance = true;
  steps = 0;
  private next = 0;
  private pushed = 0;
  /** The first state that is not of the level that is expanded. */
  private levelEnd = 1;

  get size(): number {
    return this.pushed - this.next;
  }

  get isSettled(): boolean {
    return this.next < this.levelEnd;
  }

  push(): void {
    this.pushed++;
  }

  pop(): number {
    if (this.next === this.levelEnd) {
      this.levelEnd = this.pushed;
      this.steps++;
    }
    return this.next++;
  }
}
