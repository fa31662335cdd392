/**
 * The expansion of one state: which contexts go, each with every combination of its choices, and how far. Every search that
 * goes through all that can happen expands its states here.
 */
import type { Finding, Fired, Machine } from '../../model/core/index.ts';
import type { Turn } from './turn.ts';
import { MOST_FOLLOWED, type SuccessorFilter } from './successor-filter.ts';

/** Takes what an expansion comes to. The machine is in the state spoken of, and must be left there. */
export interface SuccessorVisitor {
  /** The `ordinal`-th combination of the context's choices led to a state that is kept; what firing it gave. */
  onSuccessor(context: number, ordinal: number, fired: Fired): void;
  /** A state that is not kept: `steps` steps after the turn, there is one way on. */
  onIntermediate(turn: Turn, steps: number): void;
  /** The turn, or what followed it, came upon something. */
  onFinding(turn: Turn, steps: number, findings: readonly Finding[]): void;
}

const NO_CHOICE: readonly number[] = [];

export class Expansion {
  private readonly machine: Machine;
  private readonly filter: SuccessorFilter | null;
  private readonly sink: SuccessorVisitor;
  private readonly enabled: number[] = [];
  private readonly selected: number[] = [];
  private fired = 0;

  constructor(machine: Machine, sink: SuccessorVisitor, filter: SuccessorFilter | null) {
    this.machine = machine;
    this.sink = sink;
    this.filter = filter;
  }

  /** Fires all there is to fire in the state that the machine was last restored to; how many steps that took. */
  expand(): number {
    this.fired = 0;
    if (this.filter === null) this.fireAll();
    else this.fireSome(this.filter);
    return this.fired;
  }

  private fireAll(): void {
    const { machine, sink } = this;
    for (let context = 0; context < machine.contexts.length; context++) {
      if (!machine.enabled(context)) continue;
      if (machine.script.length > 0) machine.script.length = 0;
      let ordinal = 0;
      do {
        const fired = machine.fire(context);
        const { findings } = fired;
        this.fired++;
        if (findings.length > 0) sink.onFinding({ context, script: [...machine.script] }, 0, findings);
        sink.onSuccessor(context, ordinal++, fired);
        machine.rewind();
      } while (machine.nextScript());
    }
  }

  /** Where one of those selected halts the run, which disables all others, they go too. */
  private fireSome(filter: SuccessorFilter): void {
    const { enabled, selected } = this;
    copy(filter.select(), selected);
    copy(filter.lastEnabled, enabled);
    let halts = false;
    for (const context of selected) if (this.fireAndFollow(context, filter)) halts = true;
    if (halts) for (const context of enabled) if (!selected.includes(context)) this.fireAndFollow(context, filter);
  }

  /** Whether a turn of the context halts the run. */
  private fireAndFollow(context: number, filter: SuccessorFilter): boolean {
    const { machine, sink } = this;
    machine.script.length = 0;
    let halts = false;
    for (let ordinal = 0, more = true; more; ordinal++) {
      const fired = machine.fire(context);
      const { findings, choices } = fired;
      this.fired++;
      const turn = { context, script: choices.length === 0 ? NO_CHOICE : [...machine.script] };
      if (findings.length > 0) sink.onFinding(turn, 0, findings);
      // What follows makes no choice, but would make the machine forget those that were made.
      more = choices.length > 0 && machine.nextScript();
      const next = more ? [...machine.script] : NO_CHOICE;
      if (machine.halted() === null) this.follow(turn, filter);
      else halts = true;
      sink.onSuccessor(context, ordinal, fired);
      machine.rewind();
      copy(next, machine.script);
    }
    return halts;
  }

  /** Goes on as long as there is one way on; up to the step that would halt the run, which belongs to the state before it. */
  private follow(turn: Turn, filter: SuccessorFilter): void {
    const { machine, sink } = this;
    for (let steps = 0; steps < MOST_FOLLOWED; steps++) {
      const context = filter.next();
      if (context < 0) return;
      sink.onIntermediate(turn, steps);
      machine.script.length = 0;
      const { findings } = machine.fire(context);
      this.fired++;
      if (machine.halted() !== null) {
        this.goBackTo(turn, steps, filter);
        return;
      }
      if (findings.length > 0) sink.onFinding(turn, steps + 1, findings);
    }
  }

  private goBackTo({ context, script }: Turn, steps: number, filter: SuccessorFilter): void {
    const { machine } = this;
    machine.rewind();
    copy(script, machine.script);
    machine.fire(context);
    machine.script.length = 0;
    for (let step = 0; step < steps; step++) machine.fire(filter.next());
  }
}

function copy(from: readonly number[], into: number[]): void {
  into.length = 0;
  for (const element of from) into.push(element);
}
