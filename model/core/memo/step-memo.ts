/**
 * What steps did, to do it again without running them: of the many million steps of a large search, some hundreds are
 * different (docs/adr/003). The first time, a tape takes down what the step asks of the machine and what it writes. From
 * then on the decision trees lead from the same context, stack and answers to a leaf: the contents written, also those
 * that changed nothing then, and what firing gave. Conditions are taken down the same way, to leaves that say yes or no.
 *
 * Sound, because there is nothing else that a step can depend on. Modelled code is handed two things, its frame and `k`.
 * - The frame, and where control comes from, are the stack, and equal stacks have equal numbers.
 * - Of `k`, `world` is constant, `current` and who owns a new object are the context, `choose` is taken down, and whatever
 *   else it offers comes to reads and writes of cells, the checks on the way included; all of them pass `LoggedCells`.
 * - What the machine keeps beside the cells (breaches, choices made, whether control only moves) is empty when a step begins.
 *   How the run was halted is a cell; a machine that is halted, and a context that has finished, are left to the engine.
 * So by induction two runs from the same context and stack ask the same first question, and while the answers are the same,
 * the same next one. A leaf stays true as stacks and ways to be halted are only ever added to, and keep their numbers.
 *
 * A patch module can close over variables of its own, and then its steps do depend on something else. No search holds for
 * such a model, with the memo or without: a state that is restored does not bring the variables back. So what is not known is
 * run twice at once (twice.ts), and all that was taken down can be asked once more of a fresh instance of the module
 * (asked-again.ts). The reference machine keeps no memo; it notices in a violation that it cannot repeat, but not in one that was
 * never found.
 *
 * When the limit is reached, the memo takes no more down: what it does not know is run, twice, each time. Nothing is ever thrown
 * out.
 */
import type { Choices } from '../machine/choices.ts';
import { Branches, Words } from './branches.ts';
import { DecisionTrees } from './decision-trees.ts';
import { ImpureStep } from '../errors/internal-error.ts';
import type { LoggedCells } from './logged-cells.ts';
import type { Fired } from '../machine/machine.ts';
import type { Tape } from './tape.ts';
import { Twice } from './twice.ts';
import type { NumberMeanings, TapedRun } from './run.ts';

/** 4 MB, of which a large search fills a small part (docs/adr/003). */
export const MEMO_WORDS = 2 ** 20;
/** What firing gave, where it is more than the name of the step, is kept at most so many times; each takes some 200 bytes. */
const REMARK = 2 ** 12;

export interface MemoSize {
  /** Integers of 4 bytes. */
  readonly words: number;
  /** Leaves for steps. */
  readonly steps: number;
  readonly isFull: boolean;
}

/** Told of everything that is taken down, when it is; the tape and the contents are the memo's, and change again. */
export interface StepObserver {
  step(context: number, stack: number, tape: Tape, fired: Fired, contents: Int32Array): void;
  condition(context: number, stack: number, tape: Tape, isEnabled: boolean): void;
}

/** What a context did, or whether it could go, at one stack. */
export interface MemoEntry extends TapedRun<Fired | boolean> {
  readonly context: number;
  readonly stack: number;
  /** The step, or the condition, in words. */
  readonly name: string;
}

export class StepMemo {
  observer: StepObserver | null = null;
  private readonly cells: LoggedCells;
  private readonly choices: Choices;
  private readonly halted: number;
  private readonly stacks: number;
  private readonly contexts: readonly string[];
  private readonly words: Words;
  private readonly no: number;
  private readonly yes: number;
  private readonly steps: DecisionTrees;
  private readonly conditions: DecisionTrees;
  private readonly twice: Twice;
  /** What firing gave; a leaf names it by its place. */
  private readonly given: Fired[] = [];
  /** Where those lie that made no choice and came upon nothing, by step. */
  private readonly plain = new Map<string, number>();
  private leaves = 0;
  private isFull = false;

  constructor(of: NumberMeanings, cells: LoggedCells, choices: Choices, limit: number) {
    const { layout, questions } = of;
    this.cells = cells;
    this.choices = choices;
    this.halted = layout.halted;
    this.stacks = layout.stacks;
    this.contexts = layout.contexts;
    this.words = new Words(limit);
    this.no = this.words.allot(1);
    this.yes = this.words.allot(1);
    this.isFull = this.yes === 0;
    const branches = new Branches(this.words, questions);
    this.steps = new DecisionTrees(layout.contexts.length, branches);
    this.conditions = new DecisionTrees(layout.contexts.length, branches);
    this.twice = new Twice(of, cells, choices);
  }

  get size(): MemoSize {
    return { words: this.words.used, steps: this.leaves, isFull: this.isFull };
  }

  /** The names of all steps that were ever taken; null: from some time on nothing was taken down. */
  taken(): ReadonlySet<string> | null {
    return this.isFull ? null : new Set(this.given.map(({ step }) => step));
  }

  /** What `look` says, which is asked only where it is not known. Throws ImpureStep where it does not say so again. */
  enabled(context: number, look: (context: number) => boolean): boolean {
    const { contents } = this.cells;
    const stack = contents[this.stacks + context] as number;
    if (stack === 0 || contents[this.halted] !== 0) return look(context);
    const known = this.conditions.find(context, stack, contents, this.choices);
    if (known !== 0) return known === this.yes;
    const what = () => this.conditionOf(context);
    const isEnabled = this.twice.run(context, look, what);
    if (this.isFull) return isEnabled;
    const leaf = isEnabled ? this.yes : this.no;
    if (this.grow(this.conditions, context, stack, leaf, what))
      this.observer?.condition(context, stack, this.twice.tape, isEnabled);
    return isEnabled;
  }

  /** Does what `run` does, which is called only where that is not known. Throws ImpureStep where it does not do so again. */
  fire(context: number, run: (context: number) => Fired): Fired {
    const { contents } = this.cells;
    const stack = contents[this.stacks + context] as number;
    if (stack === 0 || contents[this.halted] !== 0) return run(context);
    const known = this.steps.find(context, stack, contents, this.choices);
    if (known !== 0) return this.again(known);
    const fired = this.twice.run(context, run, stepOf);
    if (!this.isFull && this.twice.tape.isWhole) this.learn(context, stack, fired);
    return fired;
  }

  /** All ways in which steps and conditions were seen to go, with whose they are. */
  *ways(): Generator<MemoEntry> {
    const { array } = this.words;
    for (const { leaf, ...asked } of this.conditions.ways())
      yield { ...asked, name: this.conditionOf(asked.context), written: [], contents: [], came: leaf === this.yes };
    for (const { leaf, ...asked } of this.steps.ways()) {
      const came = this.given[array[leaf] as number] as Fired;
      const words = array.subarray(leaf + 2, leaf + 2 + 2 * (array[leaf + 1] as number));
      const written = words.filter((_, i) => i % 2 === 0);
      const contents = words.filter((_, i) => i % 2 === 1);
      yield { ...asked, name: came.step, written: [...written], contents: [...contents], came };
    }
  }

  private conditionOf(context: number): string {
    return `what ${this.contexts[context]} waits for`;
  }

  /** A leaf is the place of what firing gave, how many cells were written, and each with its content. */
  private again(leaf: number): Fired {
    const { cells } = this;
    const { array } = this.words;
    const fired = this.given[array[leaf] as number] as Fired;
    const end = leaf + 2 + 2 * (array[leaf + 1] as number);
    for (let at = leaf + 2; at < end; at += 2) cells.put(array[at] as number, array[at + 1] as number);
    this.choices.remake(fired.choices);
    return fired;
  }

  private learn(context: number, stack: number, fired: Fired): void {
    const { words } = this;
    const { tape } = this.twice;
    const { written } = tape;
    const leaf = words.allot(2 + 2 * written.length);
    const place = this.placeOf(fired);
    if (leaf === 0 || place < 0) {
      this.isFull = true;
      return;
    }
    let at = leaf;
    words.array[at++] = place;
    words.array[at++] = written.length;
    for (const cell of written) {
      words.array[at++] = cell;
      words.array[at++] = this.cells.contents[cell] as number;
    }
    if (!this.grow(this.steps, context, stack, leaf, () => fired.step)) return;
    this.leaves++;
    this.observer?.step(context, stack, tape, fired, this.cells.contents);
  }

  /** Where to find what firing gave; below zero: there is no room for it. */
  private placeOf(fired: Fired): number {
    const { given, plain } = this;
    const isPlain = fired.choices.length === 0 && fired.findings.length === 0;
    const known = isPlain ? plain.get(fired.step) : undefined;
    if (known !== undefined) return known;
    if (isPlain) plain.set(fired.step, given.length);
    else if (given.length - plain.size >= REMARK) return -1;
    return given.push(fired) - 1;
  }

  private grow(trees: DecisionTrees, context: number, stack: number, leaf: number, what: () => string): boolean {
    const grown = trees.grow(context, stack, this.twice.tape, leaf);
    if (grown === 'astray')
      throw new ImpureStep(`${what()} depends on more than the state: the module has variables of its own`);
    if (grown === 'no room') this.isFull = true;
    return grown === 'grown';
  }
}

const stepOf = ({ step }: Fired): string => step;
