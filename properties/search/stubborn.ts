/**
 * Which contexts have to go in a state so that nothing is missed: a stubborn set of their next steps (Valmari, 1990;
 * Godefroid, 1996), a pure function of the state. No step of the set gets in the way of anything that the others may do
 * before one of the set goes (docs/adr/007).
 */
import {
  type MayAccess,
  NULL,
  type Machine,
  type Observation,
  CONFLICT,
  CONFLICT_UNLESS_HELD,
} from '../../model/core/index.ts';

// Read at every step: from a module of another, each look costs a call.
const [NOBODY, IS_SURE, IS_UNLESS_HELD] = [NULL, CONFLICT, CONFLICT_UNLESS_HELD];

export class Stubborn {
  private readonly machine: Machine;
  private readonly observation: Observation;
  private readonly mayAccess: MayAccess;
  private readonly contexts: number;
  /** The contexts that can go, when it was last looked. */
  readonly enabled: number[] = [];
  private readonly states: Int32Array;
  private readonly isEnabled: Uint8Array;
  private readonly moves: Uint8Array;
  private readonly inSet: Uint8Array;
  private readonly best: number[] = [];

  constructor(machine: Machine, observation: Observation, mayAccess: MayAccess) {
    this.machine = machine;
    this.observation = observation;
    this.mayAccess = mayAccess;
    this.contexts = machine.contexts.length;
    this.states = new Int32Array(this.contexts);
    this.isEnabled = new Uint8Array(this.contexts);
    this.moves = new Uint8Array(this.contexts);
    this.inSet = new Uint8Array(this.contexts);
  }

  private lookForEnabled(): readonly number[] {
    const { machine, enabled } = this;
    enabled.length = 0;
    for (let context = 0; context < this.contexts; context++) if (machine.enabled(context)) enabled.push(context);
    return enabled;
  }

  /** The contexts that have to go; the next call overwrites it. */
  select(): readonly number[] {
    const enabled = this.lookForEnabled();
    if (enabled.length <= 1) return enabled;
    this.look();
    const { best } = this;
    best.length = 0;
    for (const context of enabled) {
      if (this.close(context) && (best.length === 0 || this.count() < best.length)) {
        best.length = 0;
        for (const other of enabled) if (this.inSet[other] === 1) best.push(other);
        if (best.length === 1) break;
      }
    }
    return best.length === 0 ? enabled : best;
  }

  /** Whether the context's next step takes no choice, and does not lead back to where it has been. */
  isPlain(context: number): boolean {
    const at = this.mayAccess.summaryOf(context, this.observation.stackOf(context));
    return at >= 0 && !this.mayAccess.chooses(at) && !this.mayAccess.returns(at);
  }

  private look(): void {
    const { observation, mayAccess, states, isEnabled } = this;
    isEnabled.fill(0);
    for (const context of this.enabled) isEnabled[context] = 1;
    for (let context = 0; context < this.contexts; context++) {
      const stack = observation.stackOf(context);
      states[context] = stack === 0 ? -1 : mayAccess.summaryOf(context, stack);
    }
  }

  private count(): number {
    let count = 0;
    for (const context of this.enabled) count += this.inSet[context] as number;
    return count;
  }

  /** Fills `inSet` with a set around a context; false where that is all of them, or it may go round for ever. */
  private close(around: number): boolean {
    const { inSet, enabled, mayAccess, states } = this;
    inSet.fill(0);
    inSet[around] = 1;
    for (let size = 1; size < enabled.length;) {
      this.follow();
      const before = size;
      for (let context = 0; context < this.contexts && size < enabled.length; context++) {
        if (this.moves[context] === 0 || !this.isDisturbed(context)) continue;
        if (this.isEnabled[context] === 1) {
          inSet[context] = 1;
          size++;
        } else return false;
      }
      if (size === before) {
        for (const context of enabled)
          if (inSet[context] === 1 && (states[context] as number) >= 0 && mayAccess.returns(states[context] as number))
            return false;
        return true;
      }
    }
    return false;
  }

  /** Whether a step of the set may get in the way of what the context may do. */
  private isDisturbed(context: number): boolean {
    const other = this.states[context] as number;
    if (other < 0) return false;
    for (const member of this.enabled) {
      if (this.inSet[member] === 0) continue;
      const step = this.states[member] as number;
      if (step < 0) continue;
      const conflict = this.mayAccess.conflict(step, other);
      if (conflict === IS_SURE || (conflict === IS_UNLESS_HELD && !this.isHeld(step, other))) return true;
    }
    return false;
  }

  /** Whether all that is between them is held, by what nobody can change who may move before. */
  private isHeld(step: number, other: number): boolean {
    for (const { pins, counted } of this.mayAccess.heldBetween(step, other))
      if (
        !pins.some(
          (pin) =>
            this.observation.contentOf(pin) > 0 &&
            !this.isMovable(pin) &&
            !(counted && this.mayAccess.mayChange(step, pin)),
        )
      )
        return false;
    return true;
  }

  private isMovable(cell: number): boolean {
    for (let context = 0; context < this.contexts; context++)
      if (this.moves[context] === 1 && (this.states[context] as number) >= 0)
        if (this.mayAccess.mayChange(this.states[context] as number, cell)) return true;
    return false;
  }

  /** Marks who may move before one of the set does: who can, and whom one of those may enable. */
  private follow(): void {
    const { moves, inSet, enabled, states, mayAccess, observation } = this;
    moves.fill(0);
    for (const context of enabled) if (inSet[context] === 0) moves[context] = 1;
    for (let grown = true; grown;) {
      grown = false;
      for (let context = 0; context < this.contexts; context++) {
        const at = states[context] as number;
        if (moves[context] === 1 || this.isEnabled[context] === 1 || at < 0) continue;
        const lock = mayAccess.awaitedLock(at);
        const holder = lock < 0 ? NOBODY : observation.contentOf(lock);
        if (holder >= 0 ? moves[holder] === 1 : this.isAwakened(at)) {
          moves[context] = 1;
          grown = true;
        }
      }
    }
  }

  private isAwakened(at: number): boolean {
    for (let other = 0; other < this.contexts; other++)
      if (
        this.moves[other] === 1 &&
        (this.states[other] as number) >= 0 &&
        this.mayAccess.mayEnable(this.states[other] as number, at)
      )
        return true;
    return false;
  }
}
