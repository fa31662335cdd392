/**
 * Symmetry for a search: of states that a permutation of the model takes to one another, only the canonical one is kept.
 *
 * Nothing is believed of the permutations. The initial state must stay what it is under each of them; and each way in which a step,
 * a condition, a predicate or the judgement of a finding was seen to go must be taken to what it does, when it is run in the
 * image of what it saw. Each permutation is tried on each way: of single ways, what holds of two does not hold of their product.
 * One that fails is dropped, and the largest subgroup without it is used.
 */
import {
  type ObservedAnswer,
  type Canonical,
  type Finding,
  imageOfQuestion,
  type Journal,
  NoSymmetry,
  type Observation,
  YieldCounter,
  type Machine,
  type Permutation,
  type Coroutine,
  type Predicate,
  type Repeat,
  type Symmetry,
  Unanswered,
} from '../../model/core/index.ts';
import { findingLargestSubgroup } from './subgroups.ts';
import { isTelling } from './completed-predicate.ts';

/** What is judged on the way, and must be judged alike under every permutation. */
export interface Judged {
  /** The predicates that are asked, each with those of the same kind for the other objects of its pool. */
  predicates(): readonly FamilyMember[];
  /** Whether two findings are judged alike. */
  judgesAlike(one: Finding, other: Finding): boolean;
}

/** A predicate, and those that ask the same of each object of a pool, by number; or none, where it asks of all at once. */
export interface FamilyMember {
  readonly predicate: Predicate;
  readonly family: { readonly pool: string; readonly id: number; readonly members: readonly Predicate[] } | null;
}

/** What was learnt since the permutations were last tried. */
interface Fresh {
  readonly steps: Journal['steps'];
  readonly conditions: Journal['conditions'];
  readonly asked: readonly (readonly [FamilyMember, readonly ObservedAnswer[]])[];
}

/** Combinations of answers that a predicate is asked with, where the image has no answer. */
const MOST_ANSWERS = 256;
const MOST_RUNS = 2000;
/** Ways that are tried in one piece, each under one permutation. */
const PIECE = 128;

export class SymmetryCheck {
  /** What makes states canonical by the permutations that are left; null: there are none. */
  canonical: Canonical | null;
  private readonly machine: Machine;
  private readonly observation: Observation;
  private readonly judged: Judged;
  private readonly symmetry: Symmetry | undefined;
  /** How many of the journal's steps and conditions, and of each predicate's ways, were tried. */
  private steps = 0;
  private conditions = 0;
  private readonly asked = new Map<Predicate, number>();

  private constructor(machine: Machine, observation: Observation, judged: Judged) {
    this.machine = machine;
    this.observation = observation;
    this.judged = judged;
    this.symmetry = symmetryOf(observation);
    this.canonical = this.by(this.symmetry?.permutations ?? []);
  }

  /** With those that leave the initial state what it is. */
  static *of(machine: Machine, observation: Observation, judged: Judged): Coroutine<SymmetryCheck> {
    const check = new SymmetryCheck(machine, observation, judged);
    machine.reset();
    yield* check.drop(function* (repeat, number) {
      yield;
      return repeat.keepsStart(number);
    });
    return check;
  }

  /** Tries all that was learnt, until all permutations that are left are what they claim. Whether none was dropped. */
  *tryAll(): Coroutine<boolean> {
    let isFirst = true;
    for (; !(yield* this.holds()); isFirst = false);
    return isFirst;
  }

  /** Tries all that was learnt since the last time; whether all permutations are still what they claim. */
  *holds(): Coroutine<boolean> {
    const { journal } = this.observation;
    if (this.canonical === null) return true;
    const steps = journal.steps.slice(this.steps);
    const conditions = journal.conditions.slice(this.conditions);
    const asked = this.judged.predicates().map((member) => {
      const ways = this.observation.inquiries.waysOf(member.predicate);
      const fresh = ways.slice(this.asked.get(member.predicate) ?? 0);
      this.asked.set(member.predicate, ways.length);
      return [member, fresh] as const;
    });
    this.steps = journal.steps.length;
    this.conditions = journal.conditions.length;
    this.machine.reset();
    const pace = new YieldCounter(PIECE);
    return yield* this.drop((repeat, number, permutation) =>
      this.keeps({ steps, conditions, asked }, pace, repeat, number, permutation),
    );
  }

  /** Whether a permutation takes all of this to what is so. */
  private *keeps(
    { steps, conditions, asked }: Fresh,
    pace: YieldCounter,
    repeat: Repeat,
    number: number,
    permutation: Permutation,
  ): Coroutine<boolean> {
    for (const step of steps) {
      if (pace.isOver()) yield;
      if (!repeat.step(number, step) || !this.areJudgedAlike(repeat, number, step.fired.findings)) return false;
    }
    for (const condition of conditions) {
      if (pace.isOver()) yield;
      if (!repeat.condition(number, condition)) return false;
    }
    for (const [member, ways] of asked)
      for (const way of ways) {
        if (pace.isOver()) yield;
        if (!this.saysAlike(number, permutation, member, way)) return false;
      }
    return true;
  }

  private areJudgedAlike(repeat: Repeat, number: number, findings: readonly Finding[]): boolean {
    return findings.every((finding) => this.judged.judgesAlike(finding, repeat.finding(number, finding)));
  }

  /** Keeps the largest subgroup of those for which it holds; whether that is all of them. */
  private *drop(
    isGood: (repeat: Repeat, number: number, permutation: Permutation) => Coroutine<boolean>,
  ): Coroutine<boolean> {
    const { canonical, observation } = this;
    if (canonical === null) return true;
    const repeat = observation.repeater(canonical);
    const bad: Permutation[] = [];
    for (const [number, permutation] of canonical.permutations.entries())
      if (number > 0 && !(yield* isGood(repeat, number, permutation))) bad.push(permutation);
    if (bad.length === 0) return true;
    this.canonical = this.by(yield* findingLargestSubgroup(canonical.permutations.slice(1), bad));
    return false;
  }

  private by(permutations: readonly Permutation[]): Canonical | null {
    if (permutations.length === 0) return null;
    try {
      return this.observation.canonical({ ...this.symmetry, permutations });
    } catch (problem) {
      if (problem instanceof NoSymmetry) return null;
      throw problem;
    }
  }

  /** Whether the image of a predicate says the same of the image of a way, whatever it asks. */
  private saysAlike(number: number, permutation: Permutation, member: FamilyMember, way: ObservedAnswer): boolean {
    const { questions, inquiries } = this.observation;
    const canonical = this.canonical as Canonical;
    const answers = new Map<number, number>();
    way.questions.forEach((question, i) => {
      const answer = way.answers[i] as number;
      const image = imageOfQuestion(canonical, questions, number, question);
      answers.set(image, questions.isContent(question) ? canonical.contentUnder(number, question, answer) : answer);
    });
    const image = imageOfMember(member, permutation);
    if (image === undefined) return false;
    let runs = 0;
    const says = (known: ReadonlyMap<number, number>): boolean => {
      if (runs++ > MOST_RUNS) return false;
      let open = -1;
      let said: unknown;
      try {
        said = inquiries.wouldSay(image, (question) => {
          const answer = known.get(question);
          if (answer !== undefined) return answer;
          open = question;
          throw new Unanswered(question);
        });
      } catch (problem) {
        if (!(problem instanceof Unanswered)) return false;
      }
      if (open < 0) return isTelling(said) === isTelling(way.said);
      const { lowest, count } = questions.answersTo(open);
      if (count > MOST_ANSWERS) return false;
      return Array.from({ length: count }, (_, i) => lowest + i).every((answer) =>
        says(new Map([...known, [open, answer]])),
      );
    };
    return says(answers);
  }
}

/** The predicate that asks of the image of an object what this asks of the object. */
function imageOfMember({ predicate, family }: FamilyMember, { pools, contexts }: Permutation): Predicate | undefined {
  if (family === null) return predicate;
  const ids = pools[family.pool] ?? (family.pool === 'context' ? contexts : undefined);
  return family.members[ids?.[family.id] ?? family.id];
}

/** What the model says of its symmetries; undefined, where that is none that could be used. */
function symmetryOf(observation: Observation): Symmetry | undefined {
  try {
    return observation.symmetry();
  } catch (problem) {
    if (problem instanceof NoSymmetry) return undefined;
    throw problem;
  }
}
