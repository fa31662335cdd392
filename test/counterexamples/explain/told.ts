/** What the analysis of a failing schedule comes to, by names, for tests of cases made by hand. */
import { type Analysis, analyse } from '../../../counterexamples/explain/analysis.ts';
import type { DecidingCandidate } from '../../../counterexamples/explain/deciding.ts';
import { type Model, PackedMachine } from '../../../model/core/index.ts';
import type { Property } from '../../../properties/checker/property.ts';
import { violationHere } from '../../../properties/checker/questions.ts';
import { fireTurn, type Turn } from '../../../properties/search/turn.ts';

/** A property of this name. */
export const claim = <K>(name: string, parts: Partial<Property<K>>): Property<K> => ({
  name,
  meaning: name,
  reason: 'a test',
  antecedent: { text: 'anything runs', reached: () => true },
  ...parts,
});

/** Each line is a context that goes, and the options that its choices take: `p`, `p 1`. */
export function turnsOf(model: Model, lines: readonly string[]): Turn[] {
  return lines.map((line) => {
    const [name, ...script] = line.split(' ');
    return { context: model.contexts.findIndex((one) => one.name === name), script: script.map(Number) };
  });
}

export interface Told {
  readonly analysis: Analysis;
  /** `p.read < q.write`, `p.pick ? way=1`; null: nothing that decides was found. */
  readonly deciding: readonly string[] | null;
  /** The statements that matter, in their order: `p.read`. */
  readonly slice: readonly string[];
  /** Why the first of the statements called so matters, reason by reason. */
  readonly why: (statement: string) => readonly string[];
  /** The steps of the nearest schedule that passes: `+p.read` is put in, `…p.read` follows; and `-p.read` is left out. */
  readonly nearest: readonly string[] | null;
}

const tellDecided =
  (model: Model) =>
  (one: DecidingCandidate): string => {
    const event = ({ context, step, nth }: { context: number; step: string; nth: number }) =>
      `${model.contexts[context]?.name} ${step}${nth > 1 ? ` ${nth}` : ''}`;
    if (one.is === 'choice') return `${event(one.at)} ? ${one.name}=${one.value}`;
    const how = one.to === null ? ', if at all' : one.isTurned ? '' : ', never the other way round';
    return `${event(one.before)} < ${event(one.after)}${how}`;
  };

/** Throws where the schedule does not violate the property at its end. */
export function explain<K>(
  model: Model,
  property: Property<K>,
  lines: readonly string[],
  asked: readonly Property<K>[] = [],
): Told {
  const turns = turnsOf(model, lines);
  const machine = new PackedMachine(model);
  machine.reset();
  const findings = turns.map((turn) => fireTurn(machine, turn).findings);
  if (property.livelock !== true && violationHere(machine, property, findings.at(-1) ?? []) === null)
    throw new Error('nothing is wrong at its end');
  const analysis = analyse({ model, property, asked, turns });
  if (analysis === null) throw new Error('there are too many states');
  const { deciding, slice, nearest, run } = analysis;
  const nameOf = (context: number) => model.contexts[context]?.name ?? '';
  const statements = slice.statements.map(({ context, proc, label }) => `${nameOf(context)} ${proc}.${label}`);
  return {
    analysis,
    deciding: deciding?.candidates.map(tellDecided(model)) ?? null,
    slice: statements.filter((_, number) => slice.because.has(number)),
    why: (statement) => (slice.because.get(statements.indexOf(statement)) ?? []).map(({ is }) => is),
    nearest: nearest && [
      ...nearest.turns.map((turn, nth) => {
        const is = nearest.is[nth];
        return `${is === 'put in' ? '+' : is === 'follows' ? '…' : ''}${steps(model, nearest.turns)[nth] ?? turn.context}`;
      }),
      ...nearest.leftOut.map((at) => `-${nameOf(run.steps[at]?.context ?? 0)} ${run.steps[at]?.step}`),
    ],
  };
}

function steps(model: Model, turns: readonly Turn[]): string[] {
  const machine = new PackedMachine(model);
  machine.reset();
  return turns.map((turn) => {
    const { step, choices } = fireTurn(machine, turn);
    return [model.contexts[turn.context]?.name, step, ...choices.map(({ name, value }) => `${name}=${value}`)].join(
      ' ',
    );
  });
}
