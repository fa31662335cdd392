/**
 * Laws of the memo of steps: a machine that does again what it did once is the machine that runs every step, whatever the
 * model, and however soon its memo is full.
 */
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { type Fired, type Machine, PackedMachine, ReferenceMachine } from '../../../model/core/index.ts';
import { explore } from '../../../properties/search/explore.ts';
import { countSchedules } from '../../../properties/search/schedules.ts';
import { InStep } from '../../models/in-step.ts';
import { buildModel } from '../../models/random-model-build.ts';
import { modelPlan, wanted } from '../../models/random-model.ts';
import { assertLaw } from '../../law.ts';

const RUNS = 75;

/** How often each thing happened in all the random runs together. */
const seen = new Map<string, number>();
const note = (what: string) => seen.set(what, (seen.get(what) ?? 0) + 1);

/** What no script should say, and a search never does. */
const oddOption = fc.constantFrom(2, 9, -1, 0.5, Number.NaN);
const turn = fc.record({
  who: fc.nat(999),
  /** What becomes of the choices: one of the combinations, drawn ones, or drawn after the first option. */
  how: fc.constantFrom('scripted', 'drawn', 'half drawn'),
  draws: fc.array(fc.nat(99), { minLength: 2, maxLength: 2 }),
  odd: fc.array(fc.oneof(fc.constantFrom(0, 1), oddOption), { minLength: 1, maxLength: 2 }),
  isRecorded: fc.boolean(),
});
type Turn = typeof turn extends fc.Arbitrary<infer T> ? T : never;
/** How much a memo may take down: some random models fill it before their first step is over, some never. */
const bound = fc.integer({ min: 1, max: 2000 });
const schedule = fc.array(turn, { minLength: 5, maxLength: 20 });

/** A draw that goes through the numbers; past `n`, now and then, which a draw should not. */
function drawing({ draws }: Turn): (n: number) => number {
  let nth = 0;
  return (n) => {
    const number = draws[nth++ % draws.length] as number;
    return number === 99 ? n : number % n;
  };
}

/** In the current state, before the turn is taken: every combination, drawn and odd scripts, and a step with a record. */
function probe(machines: InStep, context: number, planned: Turn): number[][] {
  const all = machines.combinations(context);
  for (const script of [[], [0]]) {
    const { asked } = machines.fire(context, script, drawing(planned));
    if (asked.length > 0) note('drawn');
    machines.rewind();
  }
  const { fired } = machines.fire(context, planned.odd);
  if (fired.findings.some(({ what }) => what.includes('has no option'))) note('no such option');
  machines.rewind();
  if (planned.isRecorded) {
    machines.all((machine) => machine.record(true));
    machines.combinations(context);
    machines.all((machine) => machine.record(false));
    machines.all((machine) => [machine.recorded(), machine.passed(), machine.touchedBy(), machine.footprint()]);
  }
  return all;
}

function noteFired({ findings, choices }: Fired): void {
  for (const { is, kind } of findings) note(`${is} ${kind}`);
  if (choices.length > 1) note('two choices in a step');
}

function follow(machines: InStep, turns: readonly Turn[]): void {
  machines.all((machine) => machine.reset());
  for (const planned of turns) {
    const able = machines.look();
    const context = able[planned.who % able.length];
    if (context === undefined) return;
    machines.settle();
    const all = probe(machines, context, planned);
    const scripted = all[planned.who % all.length] as number[];
    const script = { scripted, drawn: [], 'half drawn': scripted.slice(0, 1) }[planned.how];
    noteFired(machines.fire(context, script, planned.how === 'scripted' ? null : drawing(planned)).fired);
  }
  machines.look();
}

describe('a machine with a memo of its steps', () => {
  it('tells the same as one whose memo is soon full, one without a memo, and the reference machine', () => {
    const alike = fc.property(modelPlan, schedule, schedule, bound, (plan, some, others, memoWords) => {
      const model = buildModel(plan);
      const [memo, bounded, none] = [
        new PackedMachine(model),
        new PackedMachine(model, { memoWords }),
        new PackedMachine(model, { memoWords: 0 }),
      ];
      const machines = new InStep([memo, bounded, none, new ReferenceMachine(model)]);
      for (const turns of [some, others, some.toReversed()]) follow(machines, turns);
      const size = memo.memoSize();
      expect([size.isFull, none.memoSize().steps]).toEqual([false, 0]);
      if (bounded.memoSize().isFull) note(bounded.memoSize().steps > 0 ? 'full in the middle' : 'full at once');
      // By now all of it is known.
      follow(machines, some);
      expect(memo.memoSize()).toEqual(size);
    });
    assertLaw(alike, RUNS);
  });

  it('finds the same states, transitions, breaches and ends, also when nothing is new to it', () => {
    const alike = fc.property(modelPlan, bound, (plan, memoWords) => {
      const model = buildModel(plan);
      const survey = (machine: Machine) => {
        const breaches: unknown[] = [];
        const came = (from: number, taken: unknown, _: number, steps: number, finding: unknown) =>
          breaches.push({ from, taken, steps, finding });
        const found = explore(machine, { found: came }, { maxStates: 500, keepGraph: true });
        const { states, transitions, depth, clipped, ends, graph } = found;
        const schedules = graph && countSchedules(graph);
        return { states, transitions, depth, clipped, ends, breaches, schedules, path: found.pathTo(states - 1) };
      };
      // That it is the same on the reference machine is a law of machines.
      const machines = [{}, { memoWords }, { memoWords: 0 }].map((options) => new PackedMachine(model, options));
      const first = new InStep(machines).all(survey);
      expect(new InStep(machines).all(survey)).toEqual(first);
    });
    assertLaw(alike, RUNS);
  });

  it.each([...wanted, 'two choices in a step', 'drawn', 'no such option', 'full at once', 'full in the middle'])(
    'came upon: %s',
    (what) => {
      expect(seen.get(what) ?? 0).toBeGreaterThan(0);
    },
  );
  afterAll(() => console.info(Object.fromEntries(seen)));
});
