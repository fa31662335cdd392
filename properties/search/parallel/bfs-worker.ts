/** One worker's share of a search: the part of each level's states that it expands, as fast as it can. */
import { type Finding, LimitReached, type PackedMachine } from '../../../model/core/index.ts';
import { countEnd, type EndCounts, endOf, noEnds } from '../ends.ts';
import { Expansion, type SuccessorVisitor } from '../expansion.ts';
import { edgeLabel } from '../paths.ts';
import type { Turn } from '../turn.ts';
import { Control } from './control.ts';
import type { Built, Judge, Recipe } from './recipe.ts';
import { SharedInternTable } from './shared-intern-table.ts';
import { hashOfWord, type Room, SharedStates } from './shared-states.ts';
import { WaitingTurns } from '../waiting-turns.ts';

/** What all workers share. */
export interface Common {
  readonly control: SharedArrayBuffer;
  readonly room: Room;
  readonly stacks: SharedArrayBuffer;
  readonly halts: SharedArrayBuffer;
  /** One for each domain of values. */
  readonly values: readonly SharedArrayBuffer[];
  /** A double for each worker: the transitions that it has taken. They are for showing, and may be out of date. */
  readonly transitions: SharedArrayBuffer;
}

/** What a worker is told to do. */
export interface WorkerOrder {
  readonly recipe: Recipe;
  readonly common: Common;
  /** Which worker it is, of how many, from 0 on. */
  readonly worker: number;
  readonly workers: number;
  readonly maxStates: number;
}

/** What a worker found. */
export interface Part {
  readonly transitions: number;
  readonly ends: Readonly<EndCounts>;
  readonly report: unknown;
}

/** States that a worker takes at once. */
const CHUNK = 64;
/** When so many turns wait, it is looked up where they led; one state can have more. */
const BATCH = 32;
/** Another worker may have judged the state before: what is stale, nobody can tell. */
const ALL = -1;

export class ParallelBfsWorker implements SuccessorVisitor {
  private readonly worker: number;
  private readonly workers: number;
  private readonly maxStates: number;
  private readonly machine: PackedMachine;
  private readonly judge: Judge;
  private readonly control: Control;
  private readonly states: SharedStates;
  private readonly expansion: Expansion;
  private readonly shown: Float64Array;
  private readonly ends = noEnds();
  private transitions = 0;
  /** The row that is expanded, its words, their hash, and the steps to it. */
  private at = 0;
  private readonly parent: Uint32Array;
  private hash = 0;
  private steps = 0;
  /** The words of a successor; between two of them, those of the parent. */
  private readonly words: Uint32Array;
  /** Turns of which it is not known yet where they led. */
  private readonly waiting: WaitingTurns;
  /** Which of them differ. */
  private readonly changed: Int32Array;

  constructor({ common, worker, workers, maxStates }: WorkerOrder, { machine, judge }: Built) {
    this.worker = worker;
    this.workers = workers;
    this.maxStates = maxStates;
    this.machine = machine;
    this.judge = judge;
    this.control = new Control(common.control, workers);
    this.states = new SharedStates(common.room, this.control);
    this.expansion = new Expansion(machine, this, null);
    this.shown = new Float64Array(common.transitions);
    this.parent = new Uint32Array(machine.width);
    this.words = new Uint32Array(machine.width);
    this.waiting = new WaitingTurns(machine.width);
    this.changed = new Int32Array(machine.width);
    machine.share({
      stacks: new SharedInternTable(common.stacks),
      halts: new SharedInternTable(common.halts),
      values: common.values.map((buffer) => new SharedInternTable(buffer)),
    });
  }

  get part(): Part {
    return { transitions: this.transitions, ends: this.ends, report: this.judge.report() };
  }

  run(): void {
    try {
      this.runToTheEnd();
    } catch (problem) {
      if (!(problem instanceof LimitReached)) throw problem;
      this.control.stop('limit');
    }
  }

  private runToTheEnd(): void {
    const { control, worker } = this;
    if (worker === 0) this.begin();
    this.meet();
    while (!control.isOver && control.stopped === null) {
      const first = control.takeWork(CHUNK);
      const end = Math.min(first + CHUNK, control.levelEnd);
      for (let row = first; row < end && control.stopped === null; row++) {
        if (this.waiting.size >= BATCH) this.flushBatch();
        this.expand(row);
        if (control.wantsGrowth) this.meet();
      }
      this.flushBatch();
      this.shown[worker] = this.transitions;
      if (first >= end) this.meet();
    }
  }

  /** Reaches the initial state. */
  private begin(): void {
    const { machine, states, words } = this;
    machine.reset();
    machine.save(words, 0);
    states.add(states.hashOf(words), words, 0, 0, 0);
    this.judge.state?.(0, 0);
  }

  /**
   * All meet where a level ends, and where the states need more slots. Whoever has found no more rows to expand comes and waits;
   * so if nobody needs slots, the level is at its end. Once all are to stop, nobody waits and nothing is done any more.
   */
  private meet(): void {
    const { control, states, machine, worker, workers } = this;
    control.meet(() => {
      if (control.stopped !== null) return;
      if (control.wantsGrowth) {
        control.slotBits++;
        control.grows = true;
      } else control.nextLevel();
    });
    if (control.grows) {
      states.rebuild(worker, workers);
      control.meet(() => {
        control.grows = false;
      });
    }
    if (control.stopped !== null) return;
    this.steps = control.depth;
    machine.catchUp();
  }

  private expand(row: number): void {
    const { machine, states, parent, words } = this;
    this.at = row;
    states.read(row, parent);
    for (let i = 0; i < words.length; i++) words[i] = parent[i] as number;
    this.hash = states.hashOf(parent);
    machine.restore(parent, 0);
    const degree = this.expansion.expand();
    this.transitions += degree;
    if (degree > 0) return;
    const end = endOf(machine);
    countEnd(this.ends, end);
    this.judge.terminal?.(row, end, this.steps);
  }

  onFinding(turn: Turn, _steps: number, findings: readonly Finding[]): void {
    for (const finding of findings) this.judge.found?.(this.at, turn, this.steps + 1, finding);
  }

  onIntermediate(): void {
    throw new Error('nothing is left out here');
  }

  onSuccessor(context: number, ordinal: number): void {
    const { machine, words, parent, changed, waiting } = this;
    const count = machine.saveChanges(words, changed);
    let { hash } = this;
    for (let n = 0; n < count; n++) {
      const i = changed[n] as number;
      hash = (hash + hashOfWord(words[i] as number, i) - hashOfWord(parent[i] as number, i)) | 0;
    }
    waiting.push(words, hash, this.at, edgeLabel(context, ordinal), this.steps + 1, ALL);
    for (let n = 0; n < count; n++) words[changed[n] as number] = parent[changed[n] as number] as number;
  }

  /** Looks up where all turns led that wait, and tells the judge. Moves the machine. */
  private flushBatch(): void {
    const { states, control, waiting, judge } = this;
    const { size, keys, length, hashes, froms, edges, steps } = waiting;
    const words = new Uint32Array(keys.buffer);
    waiting.size = 0;
    if (control.stopped !== null) return;
    for (let i = 0; i < size; i++) states.touchSlot(hashes[i] as number);
    for (let i = 0; i < size; i++) states.touchRow(hashes[i] as number);
    for (let i = 0; i < size; i++) {
      const from = froms[i] as number;
      const row = states.add(hashes[i] as number, words, i * length, from, edges[i] as number);
      if (row < 0) break;
      if (states.isNew) {
        if (row >= this.maxStates) control.stop('max-states');
        if (judge.state !== undefined) {
          this.machine.restore(words, i * length);
          judge.state(row, steps[i] as number);
        }
        if (control.wantsGrowth) this.meet();
        // The slots may be half way to their new places.
        if (control.stopped !== null) break;
      }
    }
  }
}
