/**
 * A machine that remembers: where each turn from each state led, it looks up the second time. For random schedules of one
 * model, which pass the same states over and over; a search that goes to every state once has no use for it.
 *
 * It is the machine underneath in all that can be asked of it. That machine is brought to the current state only when it
 * is needed: for a turn that was not taken before, or to be looked at. What is not remembered: steps with several choices,
 * faults of the model, anything while footprints are recorded, and states beyond `capacity`, from which on the machine
 * underneath runs alone until it is reset.
 */
import type { Fired, Machine, Predicate, Situation } from '../../model/core/index.ts';
import { StateTable } from './state-table.ts';

/** Where an option of a step that chooses led. */
interface Option {
  readonly fired: Fired;
  readonly target: number;
}

/** Off the table: the machine underneath is at a state that has no number. */
const NOWHERE = -1;
/** What stands for a target in the table of turns: not taken yet, or that the step chooses. */
const UNKNOWN = -1;
const CHOOSES = -2;
const CAPACITY = 1 << 20;
const FIRST_STATES = 256;

export class CachingMachine implements Machine {
  readonly contexts: readonly string[];
  readonly width: number;
  readonly script: number[];
  private readonly machine: Machine;
  private readonly capacity: number;
  private readonly table: StateTable;
  private readonly words: Uint32Array;
  /** By state: the contexts that can go. */
  private readonly ables: (readonly number[] | undefined)[] = [];
  /** By state and context: where its turn leads, and what firing it gives. */
  private targets: Int32Array;
  private readonly fired: (Fired | undefined)[] = [];
  private readonly choices = new Map<number, (Option | undefined)[]>();
  private draw: ((n: number) => number) | null = null;
  private recording = false;
  /** The current state; the one last reset to or restored; and the one that the machine underneath is in. */
  private at = 0;
  private base = 0;
  private under = 0;
  /** Where the turn last taken from memory stands in the table of turns; below 0: it was taken underneath. */
  private last = -1;
  private readonly start: number;

  constructor(machine: Machine, capacity: number = CAPACITY) {
    this.machine = machine;
    this.capacity = capacity;
    this.contexts = machine.contexts;
    this.width = machine.width;
    this.script = machine.script;
    this.table = new StateTable(machine.width);
    this.targets = new Int32Array(FIRST_STATES * machine.contexts.length).fill(UNKNOWN);
    this.words = new Uint32Array(machine.width);
    machine.reset();
    this.start = this.number();
    this.under = this.start;
    this.reset();
  }

  /** The number of the state that the machine underneath is in, which is remembered from now on if there is room. */
  private number(): number {
    this.machine.save(this.words, 0);
    return this.numberOf(this.words);
  }

  private numberOf(words: Uint32Array): number {
    if (this.table.size >= this.capacity) return this.table.find(words);
    const number = this.table.add(words);
    this.table.fit();
    if ((number + 1) * this.contexts.length > this.targets.length) this.grow();
    return number;
  }

  private grow(): void {
    const { targets } = this;
    this.targets = new Int32Array(targets.length * 2).fill(UNKNOWN);
    this.targets.set(targets);
  }

  /** The machine underneath, brought to the current state. */
  private get here(): Machine {
    const { machine, table, at } = this;
    if (at !== NOWHERE && at !== this.under) machine.restore(table.goTo(at), 0);
    this.under = at;
    return machine;
  }

  reset(): void {
    this.at = this.start;
    this.base = this.start;
  }

  save(into: Uint32Array, at: number): void {
    this.here.save(into, at);
  }

  saveChanges(into: Uint32Array, changed: Int32Array): number {
    this.save(into, 0);
    for (let i = 0; i < this.width; i++) changed[i] = i;
    return this.width;
  }

  restore(from: Uint32Array, at: number): void {
    this.words.set(from.subarray(at, at + this.width));
    this.base = this.numberOf(this.words);
    this.at = this.base;
    if (this.base !== NOWHERE) return;
    this.machine.restore(from, at);
    this.under = NOWHERE;
  }

  rewind(): void {
    this.at = this.base;
    // Off the table the machine underneath was restored to the base itself, and has run alone since.
    if (this.base === NOWHERE) this.machine.rewind();
  }

  enabled(context: number): boolean {
    return this.enabledContexts().includes(context);
  }

  enabledContexts(): readonly number[] {
    const { at } = this;
    return at === NOWHERE ? this.machine.enabledContexts() : (this.ables[at] ??= this.here.enabledContexts());
  }

  fire(context: number): Fired {
    const { at } = this;
    if (at === NOWHERE || this.recording) return this.fireUnderneath(context);
    const slot = at * this.contexts.length + context;
    const target = this.targets[slot] as number;
    if (target < 0) return target === CHOOSES ? this.choose(context, slot) : this.fireUnderneath(context);
    this.last = slot;
    this.at = target;
    return this.fired[slot] as Fired;
  }

  private choose(context: number, slot: number): Fired {
    const { script } = this;
    const options = this.choices.get(slot) ?? [];
    if (script.length === 0 && this.draw !== null) script.push(this.draw(options.length));
    const option = options[script[0] ?? 0];
    if (option === undefined) return this.fireUnderneath(context);
    this.last = slot;
    this.at = option.target;
    return option.fired;
  }

  /** Takes the turn on the machine underneath, and remembers it. */
  private fireUnderneath(context: number): Fired {
    const { at } = this;
    const fired = this.here.fire(context);
    this.last = -1;
    this.under = at === NOWHERE ? NOWHERE : this.number();
    this.at = this.under;
    if (at !== NOWHERE && this.at !== NOWHERE) this.remember(at * this.contexts.length + context, fired, this.at);
    return fired;
  }

  private remember(slot: number, fired: Fired, target: number): void {
    if (fired.choices.length > 1 || fired.findings.some(({ is }) => is === 'fault')) return;
    if (fired.choices.length === 0) {
      this.targets[slot] = target;
      this.fired[slot] = fired;
      return;
    }
    const options = this.choices.get(slot) ?? Array.from({ length: this.optionsHere() }, () => undefined);
    options[this.script[0] ?? 0] = { fired, target };
    this.choices.set(slot, options);
    this.targets[slot] = CHOOSES;
  }

  /** How many options the one choice of the step last taken underneath has. */
  private optionsHere(): number {
    const { script, machine } = this;
    const taken = [...script];
    let options = (script[0] ?? 0) + 1;
    while (machine.nextScript()) options++;
    script.splice(0, Number.POSITIVE_INFINITY, ...taken);
    return options;
  }

  drawWith(draw: ((n: number) => number) | null): void {
    this.draw = draw;
    this.machine.drawWith(draw);
  }

  nextScript(): boolean {
    if (this.last < 0) return this.machine.nextScript();
    const options = this.choices.get(this.last);
    if (options === undefined) return false;
    const { script } = this;
    const next = (script[0] ?? 0) + 1;
    script.length = 0;
    if (next < options.length) script.push(next);
    return script.length > 0;
  }

  halted = () => this.here.halted();
  hasFinished = (context: number) => this.here.hasFinished(context);
  isAtRest = (context: number) => this.here.isAtRest(context);
  stack = (context: number) => this.here.stack(context);
  plain = () => this.here.plain();
  ask = <A>(predicate: Predicate<A>): A => this.here.ask(predicate);
  saysAlways = <A>(predicate: Predicate<A>) => this.machine.saysAlways(predicate);
  stale = () => -1;
  markOf = () => -1;
  sizeOf = (pool: string) => this.machine.sizeOf(pool);
  footprint = () => this.machine.footprint();
  recorded = () => this.machine.recorded();
  passed = () => this.machine.passed();
  touchedBy = () => this.machine.touchedBy();

  get inspect(): unknown {
    return this.here.inspect;
  }
  get situation(): Situation {
    return this.here.situation;
  }

  record(on: boolean): void {
    this.recording = on;
    this.machine.record(on);
  }
}
