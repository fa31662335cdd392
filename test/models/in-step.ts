/** Machines of one model that are moved together and must tell the same of everything on the way. */
import { deepStrictEqual as assertSame } from 'node:assert';
import type { Machine } from '../../model/core/index.ts';

export class InStep {
  private readonly machines: readonly Machine[];

  constructor(machines: readonly Machine[]) {
    this.machines = machines;
  }

  /** Does the same with each, and gives what all of them told. */
  all<T>(tell: (machine: Machine) => T): T {
    const [told, ...others] = this.machines.map(tell) as [T, ...T[]];
    for (const other of others) assertSame(other, told);
    return told;
  }

  /** The current state; as one text, because that is compared much faster. */
  private state(): void {
    this.all((machine) => JSON.stringify(machine.plain()));
  }

  /** Everything that can be asked of the current state; the contexts that can go. */
  look(): number[] {
    this.state();
    const { enabled } = this.all((machine) => ({
      halted: machine.halted(),
      enabled: machine.contexts.map((_, context) => machine.enabled(context)),
      atRest: machine.contexts.map((_, context) => machine.isAtRest(context)),
      finished: machine.contexts.map((_, context) => machine.hasFinished(context)),
      held: machine.situation.heldLocks(),
    }));
    return enabled.flatMap((can, context) => (can ? [context] : []));
  }

  /** Makes the current state the one that rewinding goes back to. */
  settle(): void {
    for (const machine of this.machines) {
      const words = new Uint32Array(machine.width);
      machine.save(words, 0);
      machine.restore(words, 0);
    }
  }

  rewind(): void {
    for (const machine of this.machines) machine.rewind();
    this.state();
  }

  /**
   * Takes the context's step with this script; what that does not say is the first option, or is drawn. Tells what firing
   * gave and was asked, and which scripts would follow. Leaves the machines after the step, with the script it had.
   */
  fire(context: number, script: readonly number[], draw: ((n: number) => number) | null = null) {
    // The first machine draws, and the others must ask for the same and get the same.
    const drawn: number[] = [];
    const told = this.all((machine) => {
      const asked: number[] = [];
      machine.script.splice(0, Number.POSITIVE_INFINITY, ...script);
      if (draw !== null)
        machine.drawWith((n) => {
          asked.push(n);
          drawn[asked.length - 1] ??= draw(n);
          return drawn[asked.length - 1] as number;
        });
      const fired = machine.fire(context);
      machine.drawWith(null);
      const taken = [...machine.script];
      const hasNext = machine.nextScript();
      const next = [...machine.script];
      machine.script.splice(0, Number.POSITIVE_INFINITY, ...taken);
      const recorded = { passed: machine.passed(), touchedBy: machine.touchedBy(), footprint: machine.footprint() };
      return { fired, asked, taken, hasNext, next, ...recorded };
    });
    this.state();
    return told;
  }

  /** Every combination of the context's choices, each from the state last settled, and back there. */
  combinations(context: number): number[][] {
    const scripts: number[][] = [];
    let script: readonly number[] = [];
    for (let isLast = false; !isLast;) {
      const { taken, hasNext, next } = this.fire(context, script);
      scripts.push(taken);
      this.rewind();
      isLast = !hasNext;
      script = next;
    }
    return scripts;
  }
}
