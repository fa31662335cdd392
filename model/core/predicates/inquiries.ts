/**
 * What predicates answered, to know it again without asking: as the memo does it for steps (step-memo.ts), decision trees lead from
 * the answers to a predicate's questions to what it said then. And which cells each predicate ever asked about: its answer can
 * have changed only where one of those did.
 */
import { Branches, Words } from '../memo/branches.ts';
import { Astray, ImpurePredicate } from '../errors/internal-error.ts';
import type { StateReader, Inspection } from './inspection.ts';
import type { Layout } from '../layout/layout.ts';
import type { LoggedCells } from '../memo/logged-cells.ts';
import type { Predicate } from '../machine/machine.ts';
import type { StackEntry } from '../machine/state.ts';
import { whyNot } from './predicate-failed.ts';
import { isLife, type StateQuestions, type SmallQuestion } from '../memo/state-questions.ts';
import { NULL } from '../notation/schema.ts';
import type { StackTable } from '../machine/stacks.ts';
import { askedOtherwise, sameAnswer, tellAnswer } from '../memo/run.ts';
import { isInstance, thrownText } from '../errors/thrown.ts';

/** One way in which a predicate came to an answer: its questions, in order, and what it got. */
export interface ObservedAnswer {
  readonly questions: readonly number[];
  readonly answers: readonly number[];
  readonly said: unknown;
}

/** Of one machine: where its state lies, and what it has numbered. */
export interface InquiryContext {
  readonly layout: Layout;
  readonly cells: LoggedCells;
  readonly questions: StateQuestions;
  readonly stacks: StackTable;
  /** Whether a context with this stack has finished, or waits to be called on. */
  isAtRest(context: number, stack: number): boolean;
}

interface Known {
  /** The word that holds the root of its tree. */
  readonly root: number;
  readonly ways: ObservedAnswer[];
  readonly mark: number;
}

/** Marks are bits of an integer, so that predicates whose places differ by this share one. */
const MARKS = 32;

export class Inquiries implements StateReader {
  /** How much was ever taken down: grows with every new way. */
  size = 0;
  /** Something was not taken down, for want of room. */
  isFull = false;
  private readonly layout: Layout;
  private readonly cells: LoggedCells;
  private readonly questions: StateQuestions;
  private readonly of: InquiryContext;
  private readonly inspecting: Inspection;
  private readonly branches: Branches;
  private readonly known = new Map<Predicate, Known>();
  /** Each leaf's answer, by its number; leaf 0 is none. */
  private readonly said: unknown[] = [undefined];
  /** By cell, the marks of the predicates that asked about it. */
  private readonly marks: Int32Array;
  /** Who answers while a predicate runs. */
  private answer: (question: number) => number = NaN_OF;

  constructor(of: InquiryContext, limit: number, inspecting: (asking: StateReader) => Inspection) {
    this.of = of;
    this.layout = of.layout;
    this.cells = of.cells;
    this.questions = of.questions;
    this.branches = new Branches(new Words(limit), of.questions);
    this.marks = new Int32Array(of.layout.cells.length);
    this.inspecting = inspecting(this);
  }

  ask<A>(predicate: Predicate<A>): A {
    const known = this.knownOf(predicate);
    const { contents } = this.cells;
    const { array } = this.branches.words;
    let node = array[known.root] as number;
    while (node > 0) {
      const question = array[node] as number;
      const answer =
        question < contents.length
          ? (contents[question] as number)
          : this.questions.answer(question, contents[this.questions.cellOf(question)] as number, NULL);
      node = this.branches.child(node, answer);
    }
    return node < 0 ? (this.said[-node] as A) : this.learn(predicate, known);
  }

  /** What the predicate would say, where `answer` gives the answers to its questions. */
  wouldSay<A>(predicate: Predicate<A>, answer: (question: number) => number): A {
    const before = this.answer;
    this.answer = answer;
    try {
      return predicate.run(this.inspecting.k, this.inspecting.situation);
    } catch (problem) {
      throw isInstance(problem, Unanswered) ? problem : whyNot(predicate.of, problem);
    } finally {
      this.answer = before;
    }
  }

  /** All ways in which the predicate was seen to come to an answer. */
  waysOf(predicate: Predicate): readonly ObservedAnswer[] {
    return this.known.get(predicate)?.ways ?? [];
  }

  /** The marks of the predicates that asked about a cell that was changed since the state last restored. */
  stale(): number {
    return this.cells.marks(this.marks);
  }

  markOf(predicate: Predicate): number {
    return this.knownOf(predicate).mark;
  }

  private knownOf(predicate: Predicate): Known {
    let known = this.known.get(predicate);
    if (known === undefined) {
      const mark = 1 << (this.known.size % MARKS);
      known = { root: this.branches.words.allot(1), ways: [], mark };
      this.known.set(predicate, known);
    }
    return known;
  }

  /** What the predicate says in the current state; it is asked twice, and must say so again. */
  private learn<A>(predicate: Predicate<A>, known: Known): A {
    const { contents } = this.cells;
    const answers = new Map<number, number>();
    const said = this.wouldSay(predicate, (question) => {
      const before = answers.get(question);
      if (before !== undefined) return before;
      const cell = this.questions.cellOf(question);
      const answer = this.questions.answer(question, contents[cell] as number, NULL);
      answers.set(question, answer);
      this.marks[cell] = (this.marks[cell] as number) | known.mark;
      return answer;
    });
    const way = { questions: [...answers.keys()], answers: [...answers.values()], said };
    const other = this.otherwise(predicate, way);
    if (other !== null) throw impure(predicate, `asked again at once, it ${other}`);
    this.size++;
    const grown =
      known.root === 0 ? 'no room' : this.branches.grow(known.root, way.questions, way.answers, this.said.length);
    if (grown === 'astray') throw impure(predicate, 'the module has variables of its own');
    if (grown === 'no room') this.isFull = true;
    else {
      this.said.push(said);
      known.ways.push(way);
    }
    return said;
  }

  /**
   * What a fresh instance of the predicate does otherwise, in any of these ways in which this one was seen to come to an answer, in a
   * sentence; null: nothing. Whatever it throws is what it does otherwise.
   */
  differsFrom(predicate: Predicate, fresh: Predicate, ways: Iterable<ObservedAnswer>): string | null {
    for (const way of ways) {
      const other = this.otherwise(fresh, way);
      if (other !== null) return impure(predicate, `in a fresh instance of the module it ${other}`).message;
    }
    return null;
  }

  /** What the predicate does otherwise where it gets the same answers again. */
  private otherwise(predicate: Predicate, way: ObservedAnswer): string | null {
    const asked: { questions: number[]; answers: number[] } = { questions: [], answers: [] };
    let said: unknown;
    let thrown: unknown = null;
    try {
      said = this.wouldSay(predicate, (question) => {
        const known = asked.questions.indexOf(question);
        if (known >= 0) return asked.answers[known] as number;
        const nth = asked.questions.push(question) - 1;
        if (way.questions[nth] !== question) throw new Astray('astray');
        return asked.answers[asked.answers.push(way.answers[nth] as number) - 1] as number;
      });
    } catch (problem) {
      thrown = problem;
    }
    const other = askedOtherwise(this.of, way, asked);
    if (other !== null) return other;
    if (thrown !== null) return `throws: ${thrownText(thrown)}`;
    return sameAnswer(way.said, said) ? null : `says ${tellAnswer(said)}, and not ${tellAnswer(way.said)}`;
  }

  content(cell: number): number {
    return this.answer(cell);
  }
  isAlive(life: number): boolean {
    return this.small('alive', life, '', this.alive);
  }
  isHeldBy(lock: number, context: number): boolean {
    if (context === NULL) return this.answer(this.questions.lock(lock, NULL)) === 1;
    return this.small('held', lock, context, this.held);
  }
  isAtRest(context: number): boolean {
    return this.small('rest', this.layout.stacks + context, context, this.rest);
  }
  isIn(context: number, proc: string): boolean {
    return this.small('in', this.layout.stacks + context, proc, this.within);
  }
  stack(context: number): readonly StackEntry[] {
    return this.of.stacks.entries(this.answer(this.layout.stacks + context));
  }

  constant(): void {
    // It is the same at every asking.
  }

  private readonly alive = () => (content: number) => Number(isLife(content));
  private readonly held = (context: number | string) => (content: number) => Number(content === context);
  private readonly rest = (context: number | string) => (stack: number) =>
    Number(this.of.isAtRest(context as number, stack));
  private readonly within = (proc: number | string) => (stack: number) =>
    Number(this.of.stacks.includes(stack, proc as string));

  private small(
    kind: Parameters<StateQuestions['number']>[0],
    cell: number,
    of: number | string,
    like: SmallQuestion['like'],
  ): boolean {
    return this.answer(this.questions.number(kind, cell, of, like(of), like)) === 1;
  }
}

/** Thrown by whoever gives answers, where there is none: it goes through the predicate. */
export class Unanswered extends Error {
  readonly question: number;
  constructor(question: number) {
    super('not answered');
    this.question = question;
  }
}

const impure = ({ of }: Predicate, why: string) => new ImpurePredicate(`${of} depends on more than the state: ${why}`);

const NaN_OF = (): number => Number.NaN;
