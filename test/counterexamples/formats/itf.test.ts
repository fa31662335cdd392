/** A schedule in the Informal Trace Format, held to its description (Apalache, ADR 15). */
import { describe, expect, it } from 'vitest';
import { itf, statesOf } from '../../../counterexamples/formats/itf.ts';
import { narrate } from '../../../counterexamples/narrate.ts';
import type { PlainState } from '../../../model/core/index.ts';
import { born, fn, act, tinyModel } from '../../models/tiny-kernel.ts';
import { type Rendered, shippedMinimum } from './rendered.ts';

interface Trace {
  readonly '#meta': Readonly<Record<string, unknown>>;
  readonly vars: readonly string[];
  readonly states: readonly Readonly<Record<string, unknown>>[];
}

const traceOf = ({ rendered, model, turns }: Rendered): Trace =>
  JSON.parse(itf({ ...rendered, states: statesOf(model, turns) })) as Trace;

/** An expression of the format; no number, no null. */
function isExpression(value: unknown): boolean {
  if (typeof value === 'string' || typeof value === 'boolean') return true;
  if (Array.isArray(value)) return value.every(isExpression);
  if (typeof value !== 'object' || value === null) return false;
  const entries: [string, unknown][] = Object.entries(value);
  const [[key, of] = ['', null]] = entries;
  if (key === '#bigint') return entries.length === 1 && typeof of === 'string' && /^-?\d+$/.test(of);
  if (key === '#map')
    return Array.isArray(of) && of.every((pair) => Array.isArray(pair) && pair.length === 2 && isExpression(pair));
  return entries.every(([name, one]) => !name.startsWith('#') && isExpression(one));
}

describe('a trace in ITF', () => {
  const found = shippedMinimum('dw1-inval', '2.6.20', 'no-double-completion');
  const trace = traceOf(found);

  it('says what it is of', () => {
    expect(trace['#meta']).toEqual({
      format: 'ITF',
      'format-description': 'https://apalache-mc.org/docs/adr/015adr-trace.html',
      description:
        '2.6.20 violates no-double-completion in dw1-inval: the completion of request 0 begins a second time',
    });
  });

  it('has one state more than steps, each with its number and a value for each variable', () => {
    expect(trace.states).toHaveLength(found.rendered.steps.length + 1);
    trace.states.forEach(({ '#meta': meta, ...values }, index) => {
      expect(meta).toEqual({ index });
      expect(Object.keys(values).toSorted()).toEqual([...trace.vars].toSorted());
      expect(Object.values(values).filter((value) => !isExpression(value))).toEqual([]);
    });
  });

  it('says of each state which step led there, and who took it', () => {
    expect(trace.states.map(({ action, context }) => `${context as string} ${action as string}`)).toEqual([
      ' ',
      ...found.rendered.steps.map(({ step, context }) => `${context} ${step}`),
    ]);
  });

  it('has the stack of each context, with locals', () => {
    const stacks = trace.states.at(-1)?.['stacks'] as { '#map': [string, { proc: string; locals: unknown }[]][] };
    const [, frames = []] = stacks['#map'].find(([name]) => name === 'bio0.0') ?? [];
    expect(frames.map(({ proc }) => proc)).toEqual(['bio_endio', 'dio_bio_end_aio']);
    expect(frames.at(-1)?.locals).toMatchObject({
      '#map': expect.arrayContaining([['remaining', { '#bigint': '0' }]]),
    });
  });

  it('changes between two states what the step changed', () => {
    const counts = trace.states.map(({ dio }) => (dio as { refcount: unknown }[])[0]?.refcount);
    expect(counts.filter((count, i) => JSON.stringify(count) !== JSON.stringify(counts[i - 1]))).toEqual([
      'unwritten',
      { '#bigint': '1' },
      { '#bigint': '2' },
      { '#bigint': '1' },
      { '#bigint': '0' },
    ]);
  });
});

describe('values in ITF', () => {
  const f = fn('f', { born: born(0), take: act((k) => k.root(0).things.insert(0, 0)) });
  const of = { patch: 'a', scenario: 'b', property: null, message: null };

  it('are numbers, truths and names; what points nowhere, and what was never written, say so', () => {
    const model = tinyModel([f]);
    const turns = [{ context: 0, script: [] }];
    const { states } = JSON.parse(
      itf({ ...of, states: statesOf(model, turns), steps: narrate(model, turns).steps }),
    ) as Trace;
    expect(states.map(({ thing }) => thing)).toMatchInlineSnapshot(`
      [
        [
          {
            "color": "unwritten",
            "count": "unwritten",
            "home": "unwritten",
            "life": "unallocated",
            "mark": "unwritten",
            "n": "unwritten",
            "next": "unwritten",
          },
          {
            "color": "unwritten",
            "count": "unwritten",
            "home": "unwritten",
            "life": "unallocated",
            "mark": "unwritten",
            "n": "unwritten",
            "next": "unwritten",
          },
        ],
        [
          {
            "color": "red",
            "count": {
              "#bigint": "0",
            },
            "home": {
              "#bigint": "0",
            },
            "life": "live",
            "mark": "unwritten",
            "n": {
              "#bigint": "0",
            },
            "next": "NULL",
          },
          {
            "color": "unwritten",
            "count": "unwritten",
            "home": "unwritten",
            "life": "unallocated",
            "mark": "unwritten",
            "n": "unwritten",
            "next": "unwritten",
          },
        ],
      ]
    `);
    expect(states[0]?.['root']).toMatchInlineSnapshot(`
      [
        {
          "flag": false,
          "latch": false,
          "lock": "NULL",
          "queue": [],
          "result": {
            "#bigint": "0",
          },
          "seen": {
            "#bigint": "0",
          },
          "things": [],
          "total": {
            "#bigint": "0",
          },
          "wait_lock": "NULL",
        },
      ]
    `);
  });

  it('tell what halted the run, and a pool from a variable of ours', () => {
    const state: PlainState = { pools: { context: [{ n: 3 }] }, stacks: { f: [] }, halted: 'bug_on:f' };
    const { vars, states } = JSON.parse(itf({ ...of, states: [state], steps: [] })) as Trace;
    expect(vars).toEqual(['context_', 'stacks', 'halted', 'action', 'context']);
    expect(states).toEqual([
      {
        '#meta': { index: 0 },
        context_: [{ n: { '#bigint': '3' } }],
        stacks: { '#map': [['f', []]] },
        halted: 'bug_on:f',
        action: '',
        context: '',
      },
    ]);
  });
});
