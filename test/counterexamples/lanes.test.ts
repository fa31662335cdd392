/** Counterexamples of models that know nothing of AIO, from the search to the text that a reader sees. */
import { describe, expect, it } from 'vitest';
import { confirm } from '../../counterexamples/confirm.ts';
import { lanes, type Style } from '../../counterexamples/lanes.ts';
import { narrate, type ShowValue } from '../../counterexamples/narrate.ts';
import { type Model, PackedMachine, type Situation } from '../../model/core/index.ts';
import { check } from '../../properties/checker/check.ts';
import type { Property } from '../../properties/checker/property.ts';
import { peterson, storesSwapped } from '../../docs/examples/peterson.ts';
import { philosophers } from '../../docs/examples/philosophers.ts';
import { act, fn, tinyModel } from '../models/tiny-kernel.ts';

const same = (text: string): string => text;
const plain: Style = { bold: same, dim: same, red: same, cyan: same };

const always = { text: 'always', reached: (_: unknown, { contexts }: Situation) => contexts.length > 0 };

const mutualExclusion: Property<unknown> = {
  name: 'mutual-exclusion',
  meaning: 'One process at most is in the critical section.',
  reason: 'a test',
  antecedent: always,
  always(_, { contexts, stack }) {
    const inside = contexts.filter((__, i) => ['cs', 'a4'].includes(stack(i).at(-1)?.label ?? ''));
    return inside.length < 2 ? null : `${inside.join(' and ')} are in the critical section`;
  },
};

const dinner: Property<unknown> = {
  name: 'dinner',
  meaning: 'Nobody starves.',
  reason: 'a test',
  antecedent: always,
  atEnd(_, { contexts, isAtRest }) {
    const hungry = contexts.filter((__, i) => !isAtRest(i));
    return hungry.length === 0 ? null : `${hungry.join(' and ')} wait for ever`;
  },
};

/** Searched for, confirmed, and shown; between line breaks. */
function counterexample(model: Model, property: Property<unknown>): string {
  const [judgement] = check(new PackedMachine(model), [property]).judgements;
  const turns = judgement?.violation?.turns ?? [];
  const { message, steps } = confirm({ name: 'a model', model, property, turns });
  expect(message).toBe(judgement?.violation?.message);
  return `\n${lanes(steps, { width: 130, style: plain })}\n`;
}

describe('a counterexample in lanes', () => {
  it('says of each step what it changed, or what it looked at where it changed nothing', () => {
    expect(counterexample(peterson(1, storesSwapped), mutualExclusion)).toBe(String.raw`
step │ p0                                                        │ p1
   1 │ process()  Peterson.tla                                   │
     │   21  skip                                                │
   2 │   23+ turn := Other(self)                                 │
     │       shared[0].turn: 0 → 1                               │
   3 │                                                           │ process()  Peterson.tla
     │                                                           │   21  skip
   4 │                                                           │   23+ turn := Other(self)
     │                                                           │       shared[0].turn: 1 → 0
   5 │                                                           │   22+ c[self] := TRUE
     │                                                           │       process[1].c: false → true
   6 │                                                           │   24  await ~c[Other(self)] \/ turn = self
     │                                                           │       process[0].c is false
   7 │   22+ c[self] := TRUE                                     │
     │       process[0].c: false → true                          │
   8 │   24  await ~c[Other(self)] \/ turn = self                │
     │       process[1].c is true                                │
     │       shared[0].turn is 0                                 │
`);
  });

  it('says who holds a lock that is taken', () => {
    expect(counterexample(philosophers(2, 'all left-handed'), dinner)).toBe(`
step │ philosopher0                                              │ philosopher1
   1 │ philosopher()  philosophers.ts                            │
     │    1  spin_lock(&first->lock)                             │
     │       fork[0].lock: free → held by philosopher0           │
   2 │                                                           │ philosopher()  philosophers.ts
     │                                                           │    1  spin_lock(&first->lock)
     │                                                           │       fork[1].lock: free → held by philosopher1
`);
  });
});

/** Steps whose texts say nothing of what they do, and one whose text says more than it does. */
const reader = fn('reader', {
  draw: act((k) => {
    k.root(0).result = k.choose('result', [0, -5]);
  }),
  load: act((k, f) => {
    f.a = k.root(0).result;
  }),
  say: { line: 2, c: 'if (flag)', run: () => undefined },
});

/** Of a run in which the reader draws -5. */
function linesOf(showValue: ShowValue = String): string[] {
  const turns = [[1], [], []].map((script) => ({ context: 0, script }));
  const { steps } = narrate(tinyModel([reader]), turns, { showValue });
  return lanes(steps, { width: 80, style: plain, showValue }).split('\n');
}

describe('what a step looked at', () => {
  it('is found out from the step, whatever its text says', () => {
    expect(linesOf()).toEqual([
      'step │ reader',
      '   1 │ reader()  reader.c',
      '     │    1  as the C says',
      '     │       chance: result = -5',
      '     │       root[0].result: 0 → -5',
      '   2 │    1  as the C says',
      '     │       a = -5',
      '     │       root[0].result is -5',
      '   3 │    2  if (flag)',
    ]);
  });
});

describe('a value', () => {
  it('is shown as whoever knows the model says: in choices, in changes, and where a step looked at it', () => {
    const shown = linesOf((value) => (value === -5 ? 'an I/O error' : `${value} bytes`));
    expect(shown.filter((line) => line.includes('result'))).toEqual([
      '     │       chance: result = an I/O error',
      '     │       root[0].result: 0 bytes → an I/O error',
      '     │       root[0].result is an I/O error',
    ]);
  });
});

describe('the heads of lanes', () => {
  const names = ['submitter', 'canceller', 'timer.reader'];
  const headsAt = (width: number): string[] => {
    const contexts = Object.fromEntries(names.map((name) => [name, reader]));
    const turns = names.map((_, context) => ({ context, script: [0] }));
    const { steps } = narrate(tinyModel([], { contexts }), turns);
    return lanes(steps, { width, style: plain }).split('\n');
  };

  it('are in one line, where there is room', () => {
    expect(headsAt(200)[0]).toMatch(/^step │ submitter +│ canceller +│ timer\.reader$/);
  });

  it('are one below the other where lanes overlap, each at its bar', () => {
    const lines = headsAt(80);
    expect(lines.slice(0, 3)).toEqual([
      'step │ submitter',
      expect.stringMatching(/^ {5}│ +│ canceller$/),
      expect.stringMatching(/^ {5}│ +│ +│ timer\.reader$/),
    ]);
    const at = (lines[2] ?? '').lastIndexOf('│');
    expect(lines.findLast((line) => line.includes('reader()'))?.[at]).toBe('│');
  });
});
