/** Asks properties of a machine: what they find wrong in a state, and with what a step came upon. */
import { type Finding, type Machine, type Predicate, PredicateFailed } from '../../model/core/index.ts';
import { judgeFinding } from './findings.ts';
import type { Each, JudgedEnd, Property } from './property.ts';
import { endOf } from '../search/ends.ts';

/** A question of a property. `family`: where it is asked of each object of a pool, its object and the questions of all; else null. */
export interface Question<A> {
  readonly predicate: Predicate<A>;
  readonly family: { readonly pool: string; readonly id: number; readonly members: readonly Predicate[] } | null;
}

/** A property's questions, ready to be asked of one machine. */
export interface Questions {
  readonly reached: readonly Question<boolean>[];
  readonly always: readonly Question<string | null>[];
  readonly atEnd: Readonly<Record<JudgedEnd, readonly Question<string | null>[]>>;
}

type Asked = Pick<Machine, 'sizeOf' | 'saysAlways'>;

/** Throws PredicateFailed where a question is asked of objects that there are none of, or looks at nothing. */
export function questionsOf<K>(property: Property<K>, machine: Asked): Questions {
  const of = `property ${property.name}`;
  const reached = bound(of, property.antecedent.reached, machine, [], isTrue);
  const always = bound(of, property.always, machine, [], sentence);
  const done = bound(of, property.atEnd, machine, ['done'], sentence);
  const stuck = bound(of, property.atEnd, machine, ['stuck'], sentence);
  const refuse = (part: string, says: string) => {
    throw new PredicateFailed(`${of}: ${part} asks nothing of the state, and always says ${says}`);
  };
  for (const questions of reached) {
    // What is claimed of every state (`() => true`) need not look at it.
    const said = saidBlindly(machine, questions);
    if (said !== null && !said.includes(true)) refuse('antecedent.reached', 'no');
  }
  for (const questions of always) {
    const said = saidBlindly(machine, questions);
    if (said !== null) refuse('always', tell(said));
  }
  for (const [nth, questions] of done.entries()) {
    // Whether everybody has finished is a question too, of which the answer is handed over.
    const said = [saidBlindly(machine, questions), saidBlindly(machine, stuck[nth] ?? [])];
    if (said[0] && JSON.stringify(said[0]) === JSON.stringify(said[1])) refuse('atEnd', tell(said[0]));
  }
  return { reached: reached.flat(), always: always.flat(), atEnd: { done: done.flat(), stuck: stuck.flat() } };
}

/**
 * What questions of one kind say without looking at the state or the world; null: one of them looks, or there is none. That about
 * one object may have nothing to look for, where that about another has.
 */
function saidBlindly(machine: Asked, questions: readonly Question<unknown>[]): readonly unknown[] | null {
  const all = questions.map(({ predicate }) => machine.saysAlways(predicate));
  return all.length === 0 || all.includes(null) ? null : all.map((one) => one?.said);
}

const tell = (said: readonly unknown[]): string => {
  const wrong = said.find((one) => one !== null);
  return wrong === undefined ? 'that nothing is wrong' : JSON.stringify(wrong);
};

/** The questions of each function, in their order. Users write properties without types, so that anything may come. */
function bound<A>(
  of: string,
  asks: unknown,
  machine: Pick<Machine, 'sizeOf'>,
  last: readonly unknown[],
  read: (answer: unknown) => A,
): readonly (readonly Question<A>[])[] {
  if (asks === undefined || asks === null) return [];
  if (Array.isArray(asks)) return asks.flatMap((one: unknown) => bound(of, one, machine, last, read));
  const asking = (ask: unknown, ...id: readonly number[]): Predicate<A> => ({
    of,
    run: (k, situation) => read(call(ask, [k, situation, ...id, ...last])),
  });
  if (typeof asks === 'function') return [[{ predicate: asking(asks), family: null }]];
  const { each: pool, ask } = asks as Each<unknown>;
  if (typeof pool !== 'string' || typeof ask !== 'function')
    throw new PredicateFailed(`${of} asks with something that is neither a function nor made by each(pool, function)`);
  const size = machine.sizeOf(pool);
  if (size === null) throw new PredicateFailed(`${of} is asked of each ${pool}, and there is no such pool`);
  const members = Array.from({ length: size }, (_, id) => asking(ask, id));
  return [members.map((predicate, id) => ({ predicate, family: { pool, id, members } }))];
}

const call = (ask: unknown, given: readonly unknown[]): unknown =>
  (ask as (...all: readonly unknown[]) => unknown)(...given);

/** An answer that is neither a sentence nor nothing says something that nobody would hear. */
function sentence(answer: unknown): string | null {
  if (answer === undefined || answer === null) return null;
  if (typeof answer === 'string') return answer;
  throw new TypeError(`it answers ${show(answer)}; expected a sentence about what is wrong, or null`);
}

function isTrue(answer: unknown): boolean {
  if (typeof answer === 'object' && answer !== null)
    throw new TypeError(`it answers ${show(answer)}; expected a boolean`);
  return Boolean(answer);
}

const show = (answer: unknown): string =>
  ['boolean', 'number', 'bigint'].includes(typeof answer)
    ? `${answer as boolean | number | bigint}`
    : typeof answer === 'object'
      ? 'an object'
      : `a ${typeof answer}`;

/**
 * What the property finds wrong in the machine's current state, or with the last step, which came upon `findings`. A livelock is
 * nothing that one state shows.
 */
export function violationHere<K>(machine: Machine, property: Property<K>, findings: readonly Finding[]): string | null {
  for (const finding of findings) {
    const wrong = judgeFinding(property, finding);
    if (wrong !== null) return wrong;
  }
  if (machine.halted() !== null) return null;
  const { always, atEnd } = questionsFor(machine, property);
  const now = firstSaid(machine, always);
  if (now !== null || machine.contexts.some((_, context) => machine.enabled(context))) return now;
  return firstSaid(machine, atEnd[endOf(machine) as JudgedEnd]);
}

function firstSaid(machine: Machine, questions: readonly Question<string | null>[]): string | null {
  for (const { predicate } of questions) {
    const said = machine.ask(predicate);
    if (said !== null) return said;
  }
  return null;
}

/** A machine knows again what it was asked before, as long as it is the same question. */
const asked = new WeakMap<Machine, WeakMap<object, Questions>>();

export function questionsFor<K>(machine: Machine, property: Property<K>): Questions {
  const known = asked.get(machine) ?? new WeakMap<object, Questions>();
  asked.set(machine, known);
  const questions = known.get(property) ?? questionsOf(property, machine);
  known.set(property, questions);
  return questions;
}

/** The questions that were put to the machine; null: none. */
export const questionsPut = <K>(machine: Machine, property: Property<K>): Questions | null =>
  asked.get(machine)?.get(property) ?? null;
