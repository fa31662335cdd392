/** Lines of a schedule for every name that functions, steps and choices may have. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { contextOf, choiceLine, isChoice, SCHEDULE_LINE, stepLine } from '../../counterexamples/schedule.ts';
import { type Named, wrongName } from '../../model/core/issues/names.ts';

const named = (of: Named) =>
  fc
    .oneof(fc.string(), fc.string({ unit: 'binary' }), fc.stringMatching(/^[a-z?=. \n-]{0,6}$/))
    .filter((name) => wrongName(name, of) === null);
const context = fc.constantFrom('submitter', 'bio0.1', 'aio/0', 'timer.aio/0');

describe('a line of a schedule', () => {
  it('is taken for what it is, whatever the names in it', () => {
    fc.assert(
      fc.property(
        context,
        named('function'),
        named('step'),
        named('choice'),
        fc.integer(),
        (who, proc, step, name, value) => {
          const [taken, chosen] = [stepLine(who, `${proc}.${step}`), choiceLine(who, { name, value })];
          expect([isChoice(taken), isChoice(chosen)]).toEqual([false, true]);
          for (const line of [taken, chosen]) {
            expect(line).toMatch(SCHEDULE_LINE);
            expect(contextOf(line)).toBe(who);
          }
        },
      ),
    );
  });

  it('tells names and values apart', () => {
    const step = fc.tuple(named('function'), named('step'));
    const choice = fc.tuple(named('choice'), fc.integer());
    fc.assert(
      fc.property(step, step, choice, choice, (one, other, chosen, instead) => {
        const steps = [one, other].map(([proc, label]) => stepLine('submitter', `${proc}.${label}`));
        const choices = [chosen, instead].map(([name, value]) => choiceLine('submitter', { name, value }));
        expect(steps[0] === steps[1]).toBe(JSON.stringify(one) === JSON.stringify(other));
        expect(choices[0] === choices[1]).toBe(JSON.stringify(chosen) === JSON.stringify(instead));
      }),
    );
  });
});
