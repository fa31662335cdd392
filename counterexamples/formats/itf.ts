/**
 * A schedule in the Informal Trace Format of Apalache (ADR 15), which Quint and viewers of traces read: the states that it passes,
 * written out.
 *
 * The variables are one for each pool, a list of records; `stacks`, a map from contexts to their functions, outermost first, with
 * the locals of each as a map; `halted`, what ended the run, or `""`; `action` and `context`, the step that led to the state and who took it, both
 * `""` at first. A pool of one of these names has `_` behind it.
 *
 * The format has integers, strings and booleans alone. So what points nowhere, and a lock that nobody holds, is the string
 * `"NULL"`; what was never written is `"unwritten"`; a pointer is the number of what it points to, a lock that of the context which
 * holds it. Locals are numbers, as the machine has them: there NULL is -1.
 */
import type { Model, PlainState } from '../../model/core/index.ts';
import { UNWRITTEN } from '../../model/core/layout/plain.ts';
import type { Turn } from '../../properties/search/turn.ts';
import type { NarratedStep } from '../narrate.ts';
import { recordRun } from '../recorded-run.ts';
import type { RenderedSchedule } from './subject.ts';
import { titleOf } from './title.ts';

export interface ItfSchedule extends Pick<RenderedSchedule, 'patch' | 'scenario' | 'property' | 'message'> {
  /** One more than steps: the state at the start, and that behind each step. */
  readonly states: readonly PlainState[];
  readonly steps: readonly Pick<NarratedStep, 'context' | 'step'>[];
}

const DESCRIPTION = 'https://apalache-mc.org/docs/adr/015adr-trace.html';
const OWN = ['stacks', 'halted', 'action', 'context'];

type Expression = string | boolean | { readonly [key: string]: unknown } | readonly Expression[];

/** A line for each state. */
export function itf({ states, steps, ...of }: ItfSchedule): string {
  const meta = {
    format: 'ITF',
    'format-description': DESCRIPTION,
    description: described(of),
  };
  const vars = [...Object.keys(states[0]?.pools ?? {}).map(nameOf), ...OWN];
  const lines = states.map(({ pools, stacks, halted }, index) =>
    JSON.stringify({
      '#meta': { index },
      ...Object.fromEntries(Object.entries(pools).map(([pool, objects]) => [nameOf(pool), expression(objects)])),
      stacks: map(stacks, (frames) =>
        frames.map(({ proc, label, locals }) => ({ proc, label, locals: map(locals, expression) })),
      ),
      halted: halted ?? '',
      action: steps[index - 1]?.step ?? '',
      context: steps[index - 1]?.context ?? '',
    }),
  );
  return `{\n"#meta": ${JSON.stringify(meta)},\n"vars": ${JSON.stringify(vars)},\n"states": [\n${lines.join(',\n')}\n]\n}`;
}

function described(of: Parameters<typeof titleOf>[0]): string {
  const { scenario, property, message } = of;
  if (property === null) return titleOf(of);
  return `${titleOf(of)} in ${scenario}${message === null ? '' : `: ${message}`}`;
}

const nameOf = (pool: string): string => (OWN.includes(pool) ? `${pool}_` : pool);

/** Of names that need not be fit for a record. */
const map = <V>(values: Readonly<Record<string, V>>, of: (value: V) => unknown): Expression => ({
  '#map': Object.entries(values).map(([key, value]) => [key, of(value)]),
});

function expression(value: unknown): Expression {
  if (typeof value === 'number') return { '#bigint': String(value) };
  if (value === null) return 'NULL';
  if (value === UNWRITTEN) return 'unwritten';
  if (Array.isArray(value)) return value.map(expression);
  if (typeof value === 'object')
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, expression(one)]));
  return typeof value === 'boolean' || typeof value === 'string' ? value : JSON.stringify(value);
}

/** The state at the start, and that behind each turn. Throws Disagreement where a turn cannot be taken. */
export function statesOf(model: Model, turns: readonly Turn[]): PlainState[] {
  const states: PlainState[] = [];
  recordRun(model, turns, (machine) => states.push(machine.plain()));
  return states;
}
