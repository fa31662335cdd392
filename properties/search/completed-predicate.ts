/** A predicate asked of states that no search has seen: of every combination of what cells were seen to hold. */
import {
  type Coroutine,
  type Inquiries,
  type Predicate,
  type StateQuestions,
  Unanswered,
  type YieldCounter,
} from '../../model/core/index.ts';
import type { Contents } from './contents.ts';

/** Combinations that a predicate is asked of; where there are more, all that it was seen to ask is one group. */
const MOST_LEAVES = 1024;
/** To ask a predicate of one takes as long as to look at so many. */
const COMPLETED = 16;

/** No question of a predicate is about who runs. */
export const NO_CONTEXT = -1;

/** Combinations of contents that a predicate answers alike. */
export interface Leaf {
  readonly contents: Contents;
  readonly questions: readonly number[];
  readonly isWrong: boolean;
}

interface Completing {
  readonly questions: StateQuestions;
  readonly inquiries: Inquiries;
  /** By cell, all that it was ever seen to hold. */
  readonly values: Contents;
}

/** Whether an answer is one that must not be missed: the antecedent is reached, something is wrong, or it cannot be asked. */
export const isTelling = (said: unknown): boolean => typeof said === 'string' || said === true;

/** All combinations of what cells were seen to hold, as far as the predicate asks; null: they are too many. */
export function* completed(
  predicate: Predicate,
  { questions, inquiries, values }: Completing,
  pace: YieldCounter,
): Coroutine<readonly Leaf[] | null> {
  const leaves: Leaf[] = [];
  const open: { readonly contents: Contents; readonly asked: ReadonlyMap<number, number> }[] = [
    { contents: new Map(), asked: new Map() },
  ];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { contents, asked } = next;
    if (pace.isOver(COMPLETED)) yield;
    let unanswered = -1;
    const isWrong = wouldTell(inquiries, predicate, (question) => {
      const answer = asked.get(question);
      if (answer !== undefined) return answer;
      unanswered = question;
      throw new Unanswered(question);
    });
    if (unanswered < 0) {
      if (leaves.push({ contents, questions: [...asked.keys()], isWrong }) > MOST_LEAVES) return null;
      continue;
    }
    const cell = questions.cellOf(unanswered);
    const byAnswer = new Map<number, number[]>();
    for (const content of contents.get(cell) ?? values.get(cell) ?? []) {
      const answer = questions.answer(unanswered, content, NO_CONTEXT);
      byAnswer.set(answer, [...(byAnswer.get(answer) ?? []), content]);
    }
    if (open.length + leaves.length + byAnswer.size > MOST_LEAVES) return null;
    for (const [answer, left] of byAnswer)
      open.push({ contents: new Map([...contents, [cell, left]]), asked: new Map([...asked, [unanswered, answer]]) });
  }
  return leaves;
}

/** Where the predicate cannot be asked, that must not be missed either. */
function wouldTell(inquiries: Inquiries, predicate: Predicate, answer: (question: number) => number): boolean {
  try {
    return isTelling(inquiries.wouldSay(predicate, answer));
  } catch (problem) {
    if (problem instanceof Unanswered) return false;
    return true;
  }
}
