/**
 * Symmetry for a search: of states that a permutation of the model takes to one another, only the canonical one is kept.
 *
 * That the permutations are what they claim is tried on random schedules first: in each state on the way, every context's
 * step, followed by the permutation, must come to the same as the permutation followed by the permuted context's step, and
 * tell the same. A model for which that fails once is searched without.
 */
import { type Canonical, type Finding, NoSymmetry, type PackedMachine, renameText } from '../../model/core/index.ts';
import { dice } from './dice.ts';
import { take, type Turn } from './paths.ts';
import { StateTable } from './state-table.ts';
import { pct, type Strategy, uniform } from './strategies.ts';
import { randomTurns } from './walk.ts';

/** Random schedules on which the permutations are tried; a longer one is given up, and all of them after so many trials. */
const SCHEDULES = 36;
const STEPS = 400;
const TRIALS = 100_000;
const SEED = 2620;
const STRATEGIES: readonly Strategy[] = [uniform, pct(3)];

/** `refused` says why there is nothing to gain, or why what was claimed is not used. */
export type Symmetric =
  | { readonly ok: true; readonly canonical: Canonical }
  | { readonly ok: false; readonly refused: string };

/**
 * What makes the machine's states canonical, if its model has symmetries and they hold what they claim. `alike`: what else has
 * to be the same in a state and in what a permutation makes of it, such as how properties judge it. Resets the machine.
 */
export function symmetric(machine: PackedMachine, alike: () => string = () => ''): Symmetric {
  try {
    const symmetry = machine.symmetry();
    if (symmetry === undefined || symmetry.permutations.length === 0) return { ok: false, refused: 'there is none' };
    const canonical = machine.canonical(symmetry);
    const refused = new Trial(machine, canonical, alike).refused();
    return refused === null ? { ok: true, canonical } : { ok: false, refused };
  } catch (problem) {
    if (problem instanceof NoSymmetry) return { ok: false, refused: problem.message };
    throw problem;
  }
}

/** Tries the generators; what holds of them holds of all that they make. */
class Trial {
  private readonly machine: PackedMachine;
  private readonly canonical: Canonical;
  private readonly alike: () => string;
  private readonly here: Uint32Array;
  private readonly there: Uint32Array;
  private readonly one: Uint32Array;
  private readonly other: Uint32Array;
  private readonly tried: StateTable;
  private trials = 0;

  constructor(machine: PackedMachine, canonical: Canonical, alike: () => string) {
    this.alike = alike;
    this.machine = machine;
    this.canonical = canonical;
    this.tried = new StateTable(machine.width);
    const words = () => new Uint32Array(machine.width);
    [this.here, this.there, this.one, this.other] = [words(), words(), words(), words()];
  }

  /** What goes wrong, in a sentence, or null. Leaves the machine in the initial state. */
  refused(): string | null {
    const { machine } = this;
    machine.reset();
    const wrong = this.movesStart() ?? this.schedules();
    machine.reset();
    return wrong;
  }

  private movesStart(): string | null {
    const { machine, canonical, one, other } = this;
    machine.save(one, 0);
    for (const generator of canonical.generators) {
      canonical.apply(generator);
      machine.save(other, 0);
      machine.rewind();
      if (!isSame(one, other)) return 'the initial state changes';
    }
    return null;
  }

  private schedules(): string | null {
    const { machine } = this;
    const random = dice(SEED);
    for (let schedule = 0; schedule < SCHEDULES; schedule++) {
      const strategy = STRATEGIES[schedule % STRATEGIES.length] as Strategy;
      const turns = randomTurns(machine, strategy, random, STEPS);
      machine.reset();
      const wrong = this.along(turns);
      if (wrong !== null) return wrong;
    }
    return null;
  }

  /** In the states of a schedule that were not tried before. */
  private along(turns: readonly Turn[]): string | null {
    const { machine, here, tried } = this;
    for (let step = 0; step <= turns.length && this.trials < TRIALS; step++) {
      const last = turns[step - 1];
      if (last !== undefined) take(machine, last);
      machine.save(here, 0);
      machine.restore(here, 0);
      const known = tried.size;
      const wrong = tried.add(here) === known ? this.wrongHere() : null;
      if (wrong !== null) return wrong;
      machine.restore(here, 0);
    }
    return null;
  }

  /** In the state that the machine was last restored to. */
  private wrongHere(): string | null {
    const { machine, canonical, here, there } = this;
    for (const generator of canonical.generators) {
      machine.restore(here, 0);
      const able = machine.able();
      const halted = machine.halted();
      const judged = this.alike();
      const atRest = machine.contexts.map((_, context) => machine.isAtRest(context));
      canonical.apply(generator);
      machine.save(there, 0);
      machine.restore(there, 0);
      const under = (context: number): number => canonical.contextUnder(generator, context);
      if (this.alike() !== judged) return 'what is alike is judged differently';
      const isAlike =
        machine.able().join() ===
          able
            .map(under)
            .toSorted((a, b) => a - b)
            .join() &&
        machine.halted() === (halted === null ? null : this.renamed(generator, halted)) &&
        atRest.every((is, context) => is === machine.isAtRest(under(context)));
      if (!isAlike) return 'contexts go, rest or end differently';
      for (const context of able) {
        const wrong = this.wrongStep(generator, context);
        if (wrong !== null) return `${machine.contexts[context]} goes differently: ${wrong}`;
      }
    }
    return null;
  }

  /** Every combination of the step's choices. */
  private wrongStep(generator: number, context: number): string | null {
    const { machine, canonical, here, there, one, other } = this;
    let script: readonly number[] = [];
    for (let isLast = false; !isLast;) {
      this.trials++;
      machine.restore(here, 0);
      machine.script.splice(0, Number.POSITIVE_INFINITY, ...script);
      const first = machine.fire(context);
      canonical.apply(generator);
      machine.save(one, 0);
      const taken = [...machine.script];
      isLast = !machine.nextScript();
      script = [...machine.script];

      machine.restore(there, 0);
      machine.script.splice(0, Number.POSITIVE_INFINITY, ...taken);
      const second = machine.fire(canonical.contextUnder(generator, context));
      machine.save(other, 0);
      if (!isSame(one, other)) return `${first.step} leads elsewhere`;
      const told = first.findings.map((finding) => this.underFinding(generator, finding));
      if (
        JSON.stringify([first.step, first.choices, told]) !==
        JSON.stringify([second.step, second.choices, second.findings])
      )
        return `${first.step} tells something else`;
    }
    return null;
  }

  private underFinding(generator: number, finding: Finding): Finding {
    const context = this.canonical.contextUnder(generator, this.machine.contexts.indexOf(finding.context));
    const what = this.renamed(generator, finding.what);
    return { ...finding, what, context: this.machine.contexts[context] ?? '' };
  }

  private renamed(generator: number, text: string): string {
    const permutation = this.canonical.permutations[generator];
    return permutation === undefined ? text : renameText(text, permutation);
  }
}

const isSame = (a: Uint32Array, b: Uint32Array): boolean => a.every((word, i) => word === b[i]);
