/** Asks the code of patches and properties once more, of fresh instances of their modules, when a search is over. */
import {
  type AskedAgain,
  type Asking,
  FORWARD,
  type Model,
  type PackedMachine,
  type Predicate,
  thrownText,
} from '../../model/core/index.ts';
import { type Questions, questionsOf, questionsPut } from './questions.ts';
import { judgesOtherwise } from './findings.ts';
import type { Property } from './property.ts';

export type { AskedAgain } from '../../model/core/index.ts';

/**
 * Whether all that the machine has learnt of steps, conditions and predicates, and all that was judged of findings, is the same in
 * fresh instances of the modules (docs/adr/009). To be called when the machine's searches are over, whatever they came to; it
 * resets the machine.
 *
 * - `freshModel`: closed over the same scenario and a patch whose module was imported anew; null: it is none of the user's.
 * - `freshProperties`: of modules imported anew, in the order of `properties`, which are the very objects that the search was given.
 *
 * - `asking`: what is asked, and in which order; each wants instances that were asked nothing before.
 *
 * A `difference` is a sentence that names the step or the predicate: what was found says nothing, and the module is bad input. Where
 * something is `left`, `holds` is not known. Never throws for what the fresh code does.
 */
export function askedAgain<K>(
  machine: PackedMachine,
  properties: readonly Property<K>[],
  freshModel: Model | null,
  freshProperties: readonly Property<K>[],
  asking: Asking = FORWARD,
): AskedAgain {
  const pairs: (readonly [Predicate, Predicate])[] = [];
  let left: string | null = null;
  let difference = properties.length === freshProperties.length ? null : 'there are not as many properties as before';
  properties.forEach((property, nth) => {
    const fresh = freshProperties[nth];
    if (fresh === undefined) return;
    difference ??= judgesOtherwise(property, fresh);
    const before = questionsPut(machine, property);
    if (before === null) left ??= `property ${property.name} was not asked of this machine`;
    else {
      const now = freshQuestions(machine, property, fresh);
      if (typeof now === 'string') difference ??= now;
      else pairs.push(...predicatesOf(before).map((one, i) => [one, predicatesOf(now)[i] as Predicate] as const));
    }
  });
  const again = machine.askAllAgain(freshModel, difference === null ? pairs : [], asking);
  return { difference: difference ?? again.difference, left: left ?? again.left };
}

/** Whose code is asked. */
export interface Askable {
  readonly patch: boolean;
  /** The property of this number. */
  readonly property: (nth: number) => boolean;
}

/** Askings of one way each: at most so many of what the patch brings, and as many of what the properties ask. */
export const asksAlone = <K>(
  machine: PackedMachine,
  properties: readonly Property<K>[],
  { patch, property: isAsked }: Askable,
  most: number,
): Asking[] =>
  machine.asksAlone(
    properties.flatMap((property, nth) =>
      predicatesOf(questionsPut(machine, property) ?? NOTHING_ASKED).map((one) => (isAsked(nth) ? one : null)),
    ),
    patch,
    most,
  );

const NOTHING_ASKED: Questions = { reached: [], always: [], atEnd: { done: [], stuck: [] } };

/** The questions of a fresh instance, which stand for those of the property one by one; or why they do not. */
function freshQuestions<K>(machine: PackedMachine, property: Property<K>, fresh: Property<K>): Questions | string {
  try {
    const before = questionsPut(machine, property) as Questions;
    const now = questionsOf(fresh, machine);
    if (JSON.stringify(outlineOf(property, before)) === JSON.stringify(outlineOf(fresh, now))) return now;
  } catch (problem) {
    return `a fresh instance of property ${property.name}: ${thrownText(problem)}`;
  }
  return `a fresh instance of property ${property.name} asks other questions`;
}

/** How many there are of which kind, and what else a property is. */
function outlineOf<K>({ name, livelock, onBreach, onHalt }: Property<K>, questions: Questions): unknown {
  const { reached, always, atEnd } = questions;
  const families = [reached, always, atEnd.done, atEnd.stuck].map((all) =>
    all.map(({ family }) => family && [family.pool, family.id]),
  );
  return [name, livelock === true, onBreach !== undefined, onHalt !== undefined, families];
}

const predicatesOf = ({ reached, always, atEnd }: Questions): Predicate[] =>
  [...reached, ...always, ...atEnd.done, ...atEnd.stuck].map(({ predicate }) => predicate);
