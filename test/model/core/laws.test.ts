/**
 * Laws of machines: the packed and the reference machine are one machine with two storages, whatever the model, however
 * wrong it is; and saving, restoring and rewinding do what they say.
 */
import { deepStrictEqual as assertSame } from 'node:assert';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { type Fired, type Machine, PackedMachine, ReferenceMachine } from '../../../model/core/index.ts';
import { explore } from '../../../properties/search/explore.ts';
import type { Turn } from '../../../properties/search/turn.ts';
import { countSchedules } from '../../../properties/search/schedules.ts';
import { everyMachine } from '../../models/machines.ts';
import { buildModel } from '../../models/random-model-build.ts';
import { modelPlan, wanted } from '../../models/random-model.ts';
import { calls, fireAll, fn, nothing, tinyModel } from '../../models/tiny-kernel.ts';
import { assertLaw } from '../../law.ts';

const RUNS = 200;

/** One number a step: which of the enabled contexts goes, and which combination of its choices is kept. */
const schedule = fc.array(fc.nat(999), { minLength: 5, maxLength: 60 });

/** How often each thing happened in all the random runs together. */
const seen = new Map<string, number>();
const note = (what: string) => seen.set(what, (seen.get(what) ?? 0) + 1);

function wordsOf(machine: Machine): Uint32Array {
  const words = new Uint32Array(machine.width);
  machine.save(words, 0);
  return words;
}

const enabledIn = (machine: Machine): number[] =>
  machine.contexts.map((_, context) => context).filter((context) => machine.enabled(context));

/** Everything that a machine tells of its current state. */
const portrait = (machine: Machine) => ({
  enabled: enabledIn(machine),
  plain: machine.plain(),
  halted: machine.halted(),
  contexts: machine.contexts.map((_, context) => ({
    stack: machine.stack(context),
    isAtRest: machine.isAtRest(context),
    hasFinished: machine.hasFinished(context),
  })),
});

/** Fires every combination of the context's choices, rewinding after each. */
function combinations(machine: Machine, context: number) {
  const found: unknown[] = [];
  machine.restore(wordsOf(machine), 0);
  machine.script.length = 0;
  do {
    const fired = machine.fire(context);
    const told = { touched: machine.footprint(), passed: machine.passed(), touchedBy: machine.touchedBy() };
    found.push({ script: [...machine.script], fired, ...told });
    machine.rewind();
  } while (machine.nextScript());
  return found as { script: number[]; fired: Fired }[];
}

/** Takes the turn with the given combination of choices. */
function take(machine: Machine, { context, script }: Turn): Fired {
  machine.script.splice(0, machine.script.length, ...script);
  return machine.fire(context);
}

/** Follows the schedule; `visit` is told of the initial state and of every turn once it is taken. */
function follow(machine: Machine, turns: readonly number[], visit: (turn: Turn | null) => void): void {
  machine.reset();
  visit(null);
  for (const turn of turns) {
    const enabled = enabledIn(machine);
    const context = enabled[turn % enabled.length];
    if (context === undefined) return;
    const all = combinations(machine, context);
    const taken = { context, script: all[turn % all.length]?.script ?? [] };
    take(machine, taken);
    visit(taken);
  }
}

describe('the packed and the reference machine', () => {
  it('agree about every state, step, choice, finding and footprint on the way', () => {
    const agree = fc.property(modelPlan, schedule, (plan, turns) => {
      const model = buildModel(plan);
      const [packed, reference] = [new PackedMachine(model), new ReferenceMachine(model)];
      packed.record(true);
      reference.record(true);
      for (const turn of [0, ...turns]) {
        assertSame(packed.plain(), reference.plain());
        assertSame(portrait(packed), portrait(reference));
        const enabled = enabledIn(reference);
        const context = enabled[turn % enabled.length];
        if (context === undefined) break;
        const all = combinations(reference, context);
        assertSame(combinations(packed, context), all);
        const { script } = all[turn % all.length] as { script: number[] };
        const fired = take(reference, { context, script });
        assertSame(take(packed, { context, script }), fired);
        for (const { is, kind } of fired.findings) note(`${is} ${kind}`);
        if (all.length > 1) note('choices');
        if (fired.choices.length > 1) note('two choices in a step');
      }
      note(reference.halted() === null ? 'ran' : 'halted');
    });
    assertLaw(agree, RUNS);
  });

  it('find as many states, transitions, ends and schedules in a random model', () => {
    const agree = fc.property(modelPlan, (plan) => {
      const model = buildModel(plan);
      const breaches: unknown[] = [];
      const survey = (machine: Machine) => {
        breaches.length = 0;
        const found = (from: number, turn: unknown, _: number, steps: number, finding: unknown) =>
          breaches.push({ from, turn, steps, finding });
        const { states, transitions, depth, clipped, ends, graph } = explore(
          machine,
          { found },
          { maxStates: 500, keepGraph: true },
        );
        const schedules = graph && countSchedules(graph);
        return { states, transitions, depth, clipped, ends, schedules, breaches: [...breaches] };
      };
      const [packed, reference] = [survey(new PackedMachine(model)), survey(new ReferenceMachine(model))];
      assertSame(packed, reference);
      note(reference.clipped === null ? 'explored in full' : 'clipped');
      if (reference.schedules) note('schedules counted');
    });
    assertLaw(agree, RUNS / 3);
  });
});

describe.each(everyMachine)('the %s machine', (_, make) => {
  /** The law gets the machine and the same machine once more, new. */
  const ofAnyRun = (law: (machine: Machine, turns: readonly number[], another: Machine) => void): void =>
    assertLaw(
      fc.property(modelPlan, schedule, (plan, turns) => {
        const model = buildModel(plan);
        law(make(model), turns, make(model));
      }),
      RUNS / 2,
    );

  it('is back in a state after restoring it, and after rewinding to it', () => {
    ofAnyRun((machine, turns, another) => {
      let before = { words: wordsOf(machine), told: portrait(machine) };
      follow(machine, turns, (turn) => {
        const now = { words: wordsOf(machine), told: portrait(machine) };
        if (turn !== null) {
          machine.rewind();
          assertSame(portrait(machine), before.told);
          assertSame(wordsOf(machine), before.words);
        }
        machine.restore(now.words, 0);
        assertSame(portrait(machine), now.told);
        assertSame(wordsOf(machine), now.words);
        machine.restore(before.words, 0);
        assertSame(portrait(machine), before.told);
        machine.restore(now.words, 0);
        before = now;
      });
      machine.reset();
      assertSame(portrait(machine), portrait(another));
    });
  });

  it('saves a run that it was never restored in as it saves one step by step, and rewinds the whole of it', () => {
    ofAnyRun((machine, turns) => {
      const taken: Turn[] = [];
      const words: Uint32Array[] = [];
      follow(machine, turns, (turn) => {
        if (turn !== null) taken.push(turn);
        words.push(wordsOf(machine));
      });
      machine.reset();
      const initial = portrait(machine);
      taken.forEach((turn, i) => {
        take(machine, turn);
        assertSame(wordsOf(machine), words[i + 1]);
      });
      machine.rewind();
      assertSame(portrait(machine), initial);
    });
  });

  it('gives two states the same words exactly when they are the same plain state', () => {
    ofAnyRun((machine, turns) => {
      const plainOf = new Map<string, string>();
      const wordsFor = new Map<string, string>();
      const look = () => {
        const [words, plain] = [wordsOf(machine).join(' '), JSON.stringify(machine.plain())];
        assertSame(plainOf.get(words) ?? plain, plain);
        assertSame(wordsFor.get(plain) ?? words, words);
        plainOf.set(words, plain);
        wordsFor.set(plain, words);
      };
      // Once forwards, and once with the order turned round: the same states are then often reached another way.
      follow(machine, turns, look);
      follow(machine, turns.toReversed(), look);
      if (plainOf.size > 5) note('many states in a run');
    });
  });
});

describe.each(everyMachine)('the %s machine in a long run', (_, make) => {
  /** Counts to `n` in a function that another calls, with a local for every digit of the count, and in a field. */
  const counts = fn('counts', {
    count: {
      line: 1,
      c: 'if (++a < n) goto count',
      run(k, f) {
        f.a += 1;
        f.b = f.a % 7;
        f.p = f.a % 2;
        k.root(0).seen = f.a % 10;
        return f.a < n ? 'count' : 'return';
      },
    },
  });
  const n = 3000;
  const model = tinyModel([fn('caller', { call: calls(counts), last: nothing })]);

  it('keeps thousands of stacks apart, and finds each again', () => {
    const machine = make(model);
    const words = [wordsOf(machine)];
    for (let i = 1; i < n; i++) {
      fireAll(machine, 'caller');
      words.push(wordsOf(machine));
    }
    expect(new Set(words.map((each) => each.join(' '))).size).toBe(n);
    const counted = words.map((each) => {
      machine.restore(each, 0);
      return machine.stack(0);
    });
    const expected = words.map((__, a) => [
      { proc: 'caller', label: 'call', locals: { a: 0, b: 0, p: -1 } },
      { proc: 'counts', label: 'count', locals: a === 0 ? { a, b: 0, p: -1 } : { a, b: a % 7, p: a % 2 } },
    ]);
    assertSame(counted, expected);
  });

  it('takes back thousands of changes at once', () => {
    const machine = make(model);
    const before = portrait(machine);
    for (let i = 1; i < n; i++) machine.fire(0);
    machine.rewind();
    assertSame(portrait(machine), before);
  });
});

describe('the random models', () => {
  it.each([...wanted, 'choices', 'two choices in a step', 'ran', 'halted', 'explored in full', 'schedules counted'])(
    'came upon: %s',
    (what) => {
      expect(seen.get(what) ?? 0).toBeGreaterThan(0);
    },
  );
  afterAll(() => console.info(Object.fromEntries(seen)));
});
