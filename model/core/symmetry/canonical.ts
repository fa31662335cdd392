/**
 * Canonical states: of the states that a group of permutations takes to one another (an orbit) the least, cell by cell.
 * Stacks come first in the comparison, since they tell most orbits apart at once. They are compared by what is on them, and by
 * their numbers only where that comes to the same hash: so which state is least does not depend on what the machine did before.
 */
import type { Layout } from '../layout/layout.ts';
import type { Program } from '../notation/link.ts';
import type { LoggedCells } from '../memo/logged-cells.ts';
import type { StackTable } from '../machine/stacks.ts';
import { movesOf, type Moves, SHIFT } from './moves.ts';
import { generatorsOf, poolsOfLocals } from './permutations.ts';
import type { Permutation, Symmetry } from './symmetry.ts';

/** Of one machine: where its state lies, and what it has numbered. */
export interface Numbered {
  readonly layout: Layout;
  readonly program: Program;
  readonly cells: LoggedCells;
  readonly stacks: StackTable;
  /** The number of a halt with its objects renamed. */
  readonly renamedHalt: (halt: number, permutation: Permutation) => number;
}

/** One permutation ready to be applied: moves of the cells that any permutation touches, and the stacks renamed so far. */
interface Ready {
  readonly permutation: Permutation;
  readonly from: Int32Array;
  readonly names: Moves['names'];
  readonly stackFrom: Int32Array;
  /** By local's function and number, the renaming of the ids it holds. */
  readonly locals: readonly (readonly (readonly number[] | null)[])[];
  /** By number of a stack its renamed number, or 0 while nobody has asked. */
  renamedStacks: Int32Array<ArrayBuffer>;
}

export class Canonical {
  /** All permutations by number; 0 is the identity. */
  readonly permutations: readonly Permutation[];
  /** The numbers of few of them, of which all others are made. */
  readonly generators: readonly number[];
  /** How many states the orbit has of the state last made canonical. */
  orbit = 1;
  private readonly machine: Numbered;
  private readonly ready: readonly Ready[];
  private readonly moves: readonly Moves[];
  /** The cells, beside the stacks, whose content any permutation moves or renames. */
  private readonly touched: Int32Array;
  private readonly scratch: Int32Array;
  /** By number of a stack a hash of what is on it, or 0 while nobody has asked. */
  private ranks = new Int32Array(1 << 8);

  /** Throws NoSymmetry where the permutations are no group, do not fit, or cannot be told what some local names. */
  constructor(machine: Numbered, { permutations, types }: Symmetry) {
    const { layout, program } = machine;
    this.machine = machine;
    const contexts = layout.contexts.map((_, context) => context);
    this.permutations = [{ pools: {}, contexts }, ...permutations];
    this.generators = generatorsOf(permutations).map((generator) => this.permutations.indexOf(generator));
    const pools = poolsOfLocals(program, new Set(layout.pools.map(({ name }) => name)), types);
    const moves = this.permutations.map((permutation) => movesOf(layout, permutation));
    this.moves = moves;
    const isTouched = (cell: number) => moves.some(({ from, names }) => from[cell] !== cell || names[cell] !== null);
    this.touched = Int32Array.from(Array.from({ length: layout.halted }, (_, cell) => cell).filter(isTouched));
    this.ready = moves.map(({ from, names }, i): Ready => {
      const permutation = this.permutations[i] as Permutation;
      return {
        permutation,
        from: this.touched.map((cell) => from[cell] as number),
        names: Array.from(this.touched, (cell) => names[cell] ?? null),
        stackFrom: from.slice(layout.stacks),
        locals: pools.map((of) => of.map((pool) => (pool === null ? null : (permutation.pools[pool] ?? null)))),
        renamedStacks: new Int32Array(1 << 8),
      };
    });
    this.scratch = new Int32Array(this.touched.length + contexts.length);
  }

  /** Makes the machine's current state the least of its orbit; the number of the permutation that led there. */
  canonicalise(): number {
    let best = 0;
    let ties = 1;
    for (let i = 1; i < this.ready.length; i++) {
      const order = this.compare(i, best);
      if (order > 0) continue;
      if (order === 0) ties++;
      else {
        best = i;
        ties = 1;
      }
    }
    this.orbit = this.ready.length / ties;
    this.apply(best);
    return best;
  }

  /** Makes the machine's current state what the permutation makes of it. */
  apply(number: number): void {
    if (number === 0) return;
    const { scratch, touched } = this;
    const { cells, layout, renamedHalt } = this.machine;
    const { contents } = cells;
    const one = this.ready[number] as Ready;
    const count = layout.contexts.length;
    for (let i = 0; i < count; i++) scratch[i] = this.stackOf(one, contents[one.stackFrom[i] as number] as number);
    for (let i = 0; i < touched.length; i++) scratch[count + i] = contentOf(one, contents, i);
    for (let i = 0; i < count; i++) cells.put(layout.stacks + i, scratch[i] as number);
    for (let i = 0; i < touched.length; i++) cells.put(touched[i] as number, scratch[count + i] as number);
    const halt = contents[layout.halted] as number;
    if (halt !== 0) cells.put(layout.halted, renamedHalt(halt, one.permutation));
  }

  /** What a permutation makes of a context. */
  contextUnder(number: number, context: number): number {
    return this.permutations[number]?.contexts[context] as number;
  }

  /** Where a permutation puts what a cell holds, and what it makes of that: for cells of objects, and those of stacks. */
  cellUnder(number: number, cell: number): number {
    return this.moves[number]?.to[cell] as number;
  }
  contentUnder(number: number, cell: number, content: number): number {
    if (cell >= this.machine.layout.stacks) return this.stackUnder(number, content);
    const names = this.moves[number]?.names[this.cellUnder(number, cell)] ?? null;
    return names === null ? content : (names[content + SHIFT] as number);
  }
  stackUnder(number: number, stack: number): number {
    return this.stackOf(this.ready[number] as Ready, stack);
  }

  /** Which of two permutations makes the lesser state of the current one: negative for the first, 0 where they make the same. */
  private compare(first: number, second: number): number {
    const { contents } = this.machine.cells;
    const a = this.ready[first] as Ready;
    const b = this.ready[second] as Ready;
    for (let i = 0; i < a.stackFrom.length; i++) {
      const one = this.stackOf(a, contents[a.stackFrom[i] as number] as number);
      const other = this.stackOf(b, contents[b.stackFrom[i] as number] as number);
      if (one !== other) return this.rankOf(one) - this.rankOf(other) || one - other;
    }
    for (let i = 0; i < a.from.length; i++) {
      const order = contentOf(a, contents, i) - contentOf(b, contents, i);
      if (order !== 0) return order;
    }
    const { layout, renamedHalt } = this.machine;
    const halt = contents[layout.halted] as number;
    return halt === 0 ? 0 : renamedHalt(halt, a.permutation) - renamedHalt(halt, b.permutation);
  }

  private stackOf(one: Ready, stack: number): number {
    if (stack < one.renamedStacks.length) {
      const known = one.renamedStacks[stack] as number;
      if (known !== 0 || stack === 0) return known;
    }
    return this.renameStack(one, stack);
  }

  private renameStack(one: Ready, stack: number): number {
    const rename = (proc: number, local: number, id: number): number => one.locals[proc]?.[local]?.[id] ?? id;
    const renamed = this.machine.stacks.renamed(stack, rename);
    one.renamedStacks = longEnough(one.renamedStacks, stack);
    one.renamedStacks[stack] = renamed;
    return renamed;
  }

  private rankOf(stack: number): number {
    this.ranks = longEnough(this.ranks, stack);
    const known = this.ranks[stack] as number;
    if (known !== 0) return known;
    let hash = 0;
    const take = (value: number) => {
      hash = Math.imul(hash ^ value, 0x9e3779b1);
      hash ^= hash >>> 15;
    };
    for (const { proc, at, locals } of this.machine.stacks.chain(stack)) [proc.index, at, ...locals].forEach(take);
    const rank = (hash >>> 1) | 1;
    this.ranks[stack] = rank;
    return rank;
  }
}

function longEnough(array: Int32Array<ArrayBuffer>, at: number): Int32Array<ArrayBuffer> {
  if (at < array.length) return array;
  const longer = new Int32Array(Math.max(2 * array.length, at + 1));
  longer.set(array);
  return longer;
}

function contentOf({ from, names }: Ready, contents: Int32Array, i: number): number {
  const content = contents[from[i] as number] as number;
  const renaming = names[i] as Int32Array | null;
  return renaming === null ? content : (renaming[content + SHIFT] as number);
}
