/** Failing schedules of random models: some property of a few is violated, by a shortest schedule or by some that was walked. */
import fc from 'fast-check';
import { type KernelOf, type Model, PackedMachine, type PlainState } from '../../../model/core/index.ts';
import type { Failing } from '../../../counterexamples/explain/analysis.ts';
import { check } from '../../../properties/checker/check.ts';
import { each, type Property } from '../../../properties/checker/property.ts';
import { violationHere } from '../../../properties/checker/questions.ts';
import { sound } from '../../../properties/checker/sound.ts';
import { explore } from '../../../properties/search/explore.ts';
import type { Turn } from '../../../properties/search/turn.ts';
import { buildModel, type structs } from '../../models/random-model-build.ts';
import { anyWay, askedFor, findWay, type JudgedGraph, judgedGraph } from './naive-graph.ts';
import { modelPlan } from '../../models/random-model.ts';
import { tamePlan } from './tame-plan.ts';

type Kernel = KernelOf<typeof structs>;

const says = (name: string, parts: Omit<Partial<Property<Kernel>>, 'name'>): Property<Kernel> => ({
  name,
  meaning: name,
  reason: 'a test',
  antecedent: { text: 'anything runs', reached: () => true },
  ...parts,
});

/** Each looks at something else: memory, locks, lives, where contexts stand, ends, findings, and what never ends. */
const claimsOf = ({ program: { procs } }: Model): Property<Kernel>[] => [
  sound,
  says('no-oops', { onHalt: (halt) => halt.is === 'oops' }),
  says('locked', { onBreach: ({ kind }) => kind !== 'atomic' }),
  says('small', { always: (k) => (k.root(0).total > 0 ? 'the total is not 0' : null) }),
  says('untouched', { always: (k) => (k.node(0).n === 0 ? null : 'n of the first node changed') }),
  says('same', { always: (k) => (k.node(0).n === k.node(0).held ? null : 'n and held of the first node differ') }),
  says('raised', { atEnd: (k) => (k.root(0).flag ? null : 'the flag is not raised') }),
  says('apart', {
    always: (_, { isIn, contexts }) =>
      contexts.filter((__, context) => isIn(context, procs.at(-1)?.name ?? '')).length > 1
        ? 'two are in one function'
        : null,
  }),
  says('alive', { atEnd: (_, { isAlive }) => (isAlive('node', 0) ? null : 'the first node is gone') }),
  says('red', { atEnd: each('node', (k, _, id) => (k.node(id).color === 'green' ? 'one is green' : null)) }),
  says('ends', { atEnd: (_, { isAtRest }, end) => (end === 'stuck' && !isAtRest(0) ? 'somebody waits' : null) }),
  says('free', { atEnd: (_, { heldLocks }) => (heldLocks().length > 0 ? 'a lock is held' : null) }),
  says('endless', { livelock: true }),
];

/** What decides which of all that fails in a model is taken. */
const picks = fc.record({ property: fc.nat(999), asked: fc.nat(999), walk: fc.array(fc.nat(999), { maxLength: 40 }) });
const anyPlan = fc.oneof({ weight: 1, arbitrary: modelPlan }, { weight: 2, arbitrary: tamePlan });
export const randomFailure = fc.record({ plan: anyPlan, pick: picks });
type RandomFailure = typeof randomFailure extends fc.Arbitrary<infer T> ? T : never;

export interface RandomFailing {
  readonly failing: Failing<Kernel>;
  readonly judged: JudgedGraph<Kernel>;
}

/** What ends differ in: for some fields and some of the values that they have there, that they do not have these. */
function claimsOfEnds(ends: readonly PlainState[]): Property<Kernel>[] {
  const claims: Property<Kernel>[] = [];
  const objects: readonly (readonly [string, number])[] = [
    ['root', 0],
    ['node', 0],
    ['node', 1],
  ];
  for (const [pool, id] of objects)
    for (const field of Object.keys(ends[0]?.pools[pool]?.[id] ?? {})) {
      const values = new Set(ends.map(({ pools }) => JSON.stringify(pools[pool]?.[id]?.[field])));
      const isNumber = (value: string) => Number.isInteger(Number(value));
      if (field === 'life' || field === 'lock' || values.size < 2 || ![...values].every(isNumber)) continue;
      for (const value of [...values].slice(0, 3))
        claims.push(
          says(`${pool}[${id}].${field} is not ${value}`, {
            atEnd: (k) => {
              const object = (pool === 'root' ? k.root(id) : k.node(id)) as unknown as Record<string, unknown>;
              return object[field] === Number(value) ? `it is ${value}` : null;
            },
          }),
        );
    }
  return claims;
}

export interface RandomFailing {
  readonly failing: Failing<Kernel>;
  readonly judged: JudgedGraph<Kernel>;
}

/** What is claimed of a model, and is violated; null: it has more states. */
function violatedIn(model: Model, maxStates: number) {
  const machine = new PackedMachine(model);
  const ends: PlainState[] = [];
  const terminal = (): void => {
    if (machine.halted() === null) ends.push(machine.plain());
  };
  if (explore(machine, { terminal }, { maxStates }).clipped !== null) return null;
  const claims = [...claimsOf(model), ...claimsOfEnds(ends)];
  const { judgements } = check(new PackedMachine(model), claims, { maxStates });
  return { claims, violated: judgements.filter(({ violation }) => violation !== null), isOver: ends.length > 0 };
}

/**
 * Null: the model has more states, or violates nothing that some of its schedules satisfy (rarely that is not minded). What else
 * is asked for is mostly what some of these satisfy, too.
 */
export function failureOf({ plan, pick }: RandomFailure, maxStates: number): RandomFailing | null {
  const model = buildModel(plan);
  const found = violatedIn(model, maxStates);
  if (found === null || found.violated.length === 0 || !(found.isOver || pick.asked % 16 === 3)) return null;
  const { claims, violated } = found;
  const asking = [...claims.slice(0, 3), ...violated.map(({ property }) => property)];
  const judged = judgedGraph(model, [...new Set(asking)], maxStates);
  if (judged === null) return null;
  const canPass = (asked: readonly Property<Kernel>[]) => findWay(askedFor(judged, asked), 0, anyWay) !== null;
  const mixed = violated.filter(({ property }) => canPass([property]));
  const among = mixed.length > 0 || pick.asked % 16 !== 3 ? mixed : violated;
  const chosen = among[pick.property % among.length];
  const violation = chosen?.violation ?? null;
  if (chosen === undefined || violation === null) return null;
  const { property } = chosen;
  const asked: Property<Kernel>[] = [];
  if (pick.asked % 3 > 0)
    for (const [nth, one] of asking.entries())
      if ((pick.asked >> (nth % 8)) % 2 === 1 && (pick.asked % 11 === 0 || canPass([property, ...asked, one])))
        asked.push(one);
  return { failing: { model, property, asked, turns: walked(model, property, pick.walk) ?? violation.turns }, judged };
}

/** As far as the first violation; null: it does not come to one. */
function walked(model: Model, property: Property<Kernel>, walk: readonly number[]): Turn[] | null {
  const machine = new PackedMachine(model);
  machine.reset();
  const turns: Turn[] = [];
  for (const number of walk) {
    const enabled = machine.enabledContexts();
    const context = enabled[number % enabled.length];
    if (context === undefined) return null;
    machine.script.length = 0;
    machine.drawWith((n) => (number >> 3) % n);
    const { findings } = machine.fire(context);
    machine.drawWith(null);
    turns.push({ context, script: [...machine.script] });
    if (violationHere(machine, property, findings) !== null) return turns;
  }
  return null;
}
