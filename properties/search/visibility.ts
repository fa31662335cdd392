/**
 * What is visible to properties: groups of cells, such that a reduced search must keep the order of steps that change cells of one group,
 * lest it lose a violation (docs/adr/007).
 *
 * Each cell alone takes all its values in a reduced search. So a predicate is completed first: it is asked of every combination of the
 * contents that any step was ever seen to leave, as far as it asks. Where it is violated by none of them, there is nothing to lose.
 * Where no step leads from a combination that is right to one that is wrong, neither. Else each violated combination is
 * reduced to the cells that it takes for it to be violated, whatever the others hold, and those are a group: of two steps that
 * change the answer to a question of one group, the order is kept.
 *
 * Where states are taken for others that differ by a permutation, the images of the groups are groups too (Emerson, Jha and Peled, Combining
 * partial order and symmetry reductions, 1997): else what a predicate says of the image of a state may be lost before anybody has seen that
 * it judges the two differently.
 */
import {
  type Canonical,
  imageOfQuestion,
  type Inquiries,
  NULL,
  type Observed,
  Ownership,
  YieldCounter,
  type Coroutine,
  type Predicate,
  type LocalState,
  UNALLOCATED,
  type ObservedTransition,
} from '../../model/core/index.ts';
import { completed, type Leaf, NO_CONTEXT } from './completed-predicate.ts';
import { canBoth, type Contents, valuesSeen } from './contents.ts';

/** Among more than these, no smaller reason is looked for. */
const MOST_COMPARED = 4096;

/** Combinations that are looked at in one piece. */
const PIECE = 4096;

/** Questions whose answers are told apart together. */
export type VisibleGroup = readonly number[];

/** What groups are made from. */
interface Learnt extends Observed {
  readonly inquiries: Inquiries;
}

export class Visibility {
  groups: readonly VisibleGroup[] = [];
  private readonly seen: Learnt;
  /** By cell, all that it was ever seen to hold. */
  private readonly values: ReadonlyMap<number, readonly number[]>;
  /** By cell, the groups with a question about it. */
  private readonly byCell = new Map<number, number[]>();
  private readonly ownership: Ownership;
  private readonly pace = new YieldCounter(PIECE);

  private constructor(seen: Learnt, ownership: Ownership) {
    this.seen = seen;
    this.values = valuesSeen(seen);
    this.ownership = ownership;
  }

  /** `canonical`: what makes states canonical in the search; null: all are told apart. */
  static *of(
    seen: Learnt,
    predicates: readonly Predicate[],
    canonical: Canonical | null,
    rules: Rules = ALL_RULES,
  ): Coroutine<Visibility> {
    const visibility = new Visibility(seen, yield* Ownership.of(seen.layout, seen.knowledge, seen.starts));
    yield* visibility.group(predicates, canonical, rules);
    return visibility;
  }

  private *group(predicates: readonly Predicate[], canonical: Canonical | null, rules: Rules): Coroutine<void> {
    const { seen } = this;
    const groups = new Map<string, VisibleGroup>();
    for (const predicate of predicates) {
      yield;
      for (const group of yield* this.groupsOf(predicate, rules))
        for (const image of this.imagesOf(group, canonical, rules))
          groups.set([...image].toSorted((a, b) => a - b).join(), image);
    }
    this.groups = [...groups.values()];
    this.groups.forEach((group, number) => {
      for (const cell of new Set(group.map((question) => seen.questions.cellOf(question))))
        this.byCell.set(cell, [...(this.byCell.get(cell) ?? []), number]);
    });
  }

  /** With itself. */
  private imagesOf(group: VisibleGroup, canonical: Canonical | null, { images }: Rules): readonly VisibleGroup[] {
    if (canonical === null || !images) return [group];
    const { questions } = this.seen;
    return canonical.permutations.map((_, number) =>
      group.map((question) => imageOfQuestion(canonical, questions, number, question)),
    );
  }

  /** The groups of which a way changes an answer, or may. */
  readonly changedBy = (context: number, stack: number, way: ObservedTransition): ReadonlySet<number> => {
    const { layout } = this.seen;
    const changed = new Set<number>();
    way.written.forEach((cell, i) => {
      const before = () => this.before(way, cell, context);
      this.addChanged(changed, cell, before, way.contents[i] as number);
    });
    this.addChanged(changed, layout.stacks + context, () => [stack], way.next);
    return changed;
  };

  private addChanged(into: Set<number>, cell: number, before: () => readonly number[], after: number): void {
    const groups = this.byCell.get(cell);
    if (groups === undefined) return;
    const { questions } = this.seen;
    const contents = before();
    for (const number of groups)
      for (const question of this.groups[number] as VisibleGroup) {
        if (questions.cellOf(question) !== cell) continue;
        const then = questions.answer(question, after, NO_CONTEXT);
        if (contents.some((content) => questions.answer(question, content, NO_CONTEXT) !== then)) into.add(number);
      }
  }

  /** What a cell can have held before a way, by its answers. */
  private before(
    { asked, answers }: Pick<ObservedTransition, 'asked' | 'answers'>,
    cell: number,
    context: number,
  ): readonly number[] {
    const { questions } = this.seen;
    let contents = this.values.get(cell) ?? [];
    const life = this.ownership.lives[cell] as number;
    // An object that was not there holds nothing.
    if (life >= 0 && answers[asked.indexOf(life)] === UNALLOCATED)
      contents = [cell === life ? UNALLOCATED : this.blankOf(cell)];
    asked.forEach((question, i) => {
      if (question === cell) contents = [answers[i] as number];
      else if (questions.cellOf(question) === cell)
        contents = contents.filter((content) => questions.answer(question, content, context) === answers[i]);
    });
    return contents;
  }

  /** What a cell of an object holds that is not allocated. */
  private blankOf(cell: number): number {
    return this.ownership.locks.has(cell) ? NULL : (this.seen.layout.cells[cell]?.lowest as number);
  }

  private *groupsOf(predicate: Predicate, rules: Rules): Coroutine<readonly VisibleGroup[]> {
    const leaves = yield* completed(predicate, { ...this.seen, values: this.values }, this.pace);
    if (leaves === null) {
      const ways = this.seen.inquiries.waysOf(predicate);
      return [askedIn(ways)];
    }
    const wrong = leaves.filter(({ isWrong }) => isWrong);
    if (wrong.length === 0) return [];
    const right = leaves.filter(({ isWrong }) => !isWrong);
    if (leaves.length * wrong.length > MOST_COMPARED * 16) return [askedIn(leaves)];
    if (rules.neverMadeWrong === 'believed') return [];
    if (rules.neverMadeWrong && (yield* this.isNeverMadeWrong(right, wrong))) return [];
    if (rules.smallestReason === 'believed') return wrong.map(({ questions }) => questions.slice(0, 1));
    if (!rules.smallestReason) return [askedIn(leaves)];
    const reasons: VisibleGroup[] = [];
    for (const leaf of wrong) {
      reasons.push(this.smallestReason(leaf, right));
      if (this.pace.isOver(leaf.contents.size * right.length)) yield;
    }
    return reasons;
  }

  /** Whether no way leads from what is right to what is wrong, and the beginning is right: then nothing ever is wrong. */
  private *isNeverMadeWrong(right: readonly Leaf[], wrong: readonly Leaf[]): Coroutine<boolean> {
    const { knowledge, layout, starts, initial } = this.seen;
    const start = (cell: number) => (cell >= layout.stacks ? (starts[cell - layout.stacks] as number) : initial(cell));
    if (wrong.some(({ contents }) => [...contents].every(([cell, left]) => left.includes(start(cell))))) return false;
    const cells = new Set(wrong.flatMap(({ contents }) => [...contents.keys()]));
    for (const place of knowledge.localStates())
      for (const way of place.transitions) {
        if (way.next < 0) continue;
        const stackCell = layout.stacks + place.context;
        if (!cells.has(stackCell) && !way.written.some((cell) => cells.has(cell))) continue;
        for (const leaf of right) {
          if (this.pace.isOver(wrong.length)) yield;
          const after = this.after(leaf, way, place, cells);
          if (after !== null && wrong.some(({ contents }) => canBoth(contents, after))) return false;
        }
      }
    return true;
  }

  /** What the cells may hold behind a way that is gone where the leaf holds; null: it cannot be gone there. */
  private after(leaf: Leaf, way: ObservedTransition, place: LocalState, cells: ReadonlySet<number>): Contents | null {
    const { questions, layout } = this.seen;
    const { context, stack } = place;
    const after = new Map(leaf.contents);
    for (const cell of cells) {
      if (!this.ownership.isLock(cell)) continue;
      const left = (after.get(cell) ?? this.values.get(cell) ?? []).filter((content) =>
        this.canBeHeld(cell, content === context, place),
      );
      if (left.length === 0) return null;
      after.set(cell, left);
    }
    for (const [i, question] of way.asked.entries()) {
      const cell = questions.cellOf(question);
      if (!cells.has(cell)) continue;
      const left = (after.get(cell) ?? this.values.get(cell) ?? []).filter(
        (content) => questions.answer(question, content, context) === way.answers[i],
      );
      if (left.length === 0) return null;
      after.set(cell, left);
    }
    const own = layout.stacks + context;
    if (cells.has(own)) {
      if (after.get(own)?.includes(stack) === false) return null;
      after.set(own, [way.next]);
    }
    way.written.forEach((cell, i) => {
      if (cells.has(cell)) after.set(cell, [way.contents[i] as number]);
    });
    return after;
  }

  /** Whether a context that stands there can hold the lock, or not hold it. */
  private canBeHeld(lock: number, isHeld: boolean, place: LocalState): boolean {
    return isHeld ? this.ownership.mayOwn(place).has(lock) : !this.ownership.mustOwn(place).has(lock);
  }

  /** The questions about the cells that it takes for the leaf to be wrong, whatever the others hold. */
  private smallestReason(leaf: Leaf, right: readonly Leaf[]): VisibleGroup {
    const kept = new Map(leaf.contents);
    for (const cell of leaf.contents.keys()) {
      const contents = kept.get(cell) as readonly number[];
      kept.delete(cell);
      if (right.some((other) => canBoth(other.contents, kept))) kept.set(cell, contents);
    }
    const { questions } = this.seen;
    return leaf.questions.filter((question) => kept.has(questions.cellOf(question)));
  }
}

/** Which rules make groups smaller; for whoever wants to see what comes of leaving one out. */
export interface Rules {
  /** `believed`: without a look at the ways. */
  readonly neverMadeWrong: boolean | 'believed';
  /** `believed`: the first cell decides. */
  readonly smallestReason: boolean | 'believed';
  /** False: the images of groups are left out. */
  readonly images: boolean;
}

export const ALL_RULES: Rules = { neverMadeWrong: true, smallestReason: true, images: true };

/** All that is asked on any of these ways. */
const askedIn = (ways: readonly { readonly questions: readonly number[] }[]): VisibleGroup => [
  ...new Set(ways.flatMap(({ questions }) => questions)),
];
