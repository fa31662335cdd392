/**
 * The core's search against an oracle that shares nothing with it, over random models: states, transitions, final states in
 * full, ends, verdicts, lengths of shortest violations, numbers of schedules; and reduced, from the first state on, with and
 * without symmetry: the same final states, oopses, ends and verdicts. Every schedule that the core tells is taken by the oracle.
 *
 * One of them alone: `TEST_SEED=seed ORACLE_MODEL=number`. There are 3,000 as a rule, of which some turn out too large. What differs is
 * shrunk before it is told.
 */
import { afterAll, describe, expect, it } from 'vitest';
import { seed, takesAll, timesAsMany } from '../drawn.ts';
import type { Mode } from './compare.ts';
import { type Examined, examine, largePlans, planOf, tell } from './examine.ts';
import { traitsOf } from './traits.ts';

const models = timesAsMany(800);
const only = process.env['ORACLE_MODEL'];
const MODES: readonly Mode[] = ['whole', 'reduced', 'symmetric'];
const PARTS = 10;
/** So many differences are shrunk and told; the others are like them, as often as not. */
const MOST_TOLD = 3;
const TIMEOUT = 1_800_000;

const traits = new Map<string, number>();
const tally = new Map<string, number>();
const count = (counts: Map<string, number>, what: string, by = 1): void =>
  void counts.set(what, (counts.get(what) ?? 0) + by);

function note({ plan, facts, modes }: Examined): void {
  count(tally, 'models');
  count(tally, 'states', facts.states);
  for (const [trait, has] of Object.entries(traitsOf(plan, facts))) count(traits, trait, Number(has));
  for (const [mode, { reduced, renamings, clipped }] of modes) {
    count(tally, `searched ${mode}`);
    if (reduced) count(tally, `${mode}, and it was reduced`);
    if (renamings > 0) count(tally, `${mode}, and states were taken for others`);
    if (clipped) count(tally, `clipped ${mode}`);
  }
}

/** Sentences about what differs, each with its shrunk model; empty: nothing does. */
function differencesOf({ plan, modes }: Examined, again: string, room: number): string[] {
  const wrong = [...modes].filter(([, { differs }]) => differs.length > 0);
  return wrong.slice(0, room).map(([mode, { differs }]) => tell(plan, mode, differs, again));
}

function differences(numbers: readonly number[]): string {
  const told: string[] = [];
  for (const nth of numbers) {
    const examined = examine(planOf(seed, nth), MODES);
    if (examined === null) continue;
    note(examined);
    told.push(...differencesOf(examined, `TEST_SEED=${seed} ORACLE_MODEL=${nth}`, MOST_TOLD - told.length));
  }
  return told.join('\n');
}

const numbersOf = (part: number): number[] =>
  only === undefined
    ? Array.from({ length: Math.ceil(models / PARTS) }, (_, i) => i * PARTS + part)
    : [Number(only)].filter((nth) => nth % PARTS === part);

describe.each(Array.from({ length: PARTS }, (_, part) => part))('random models, part %i', (part) => {
  it('come to the same in the core and in the oracle', { timeout: TIMEOUT }, () => {
    expect(differences(numbersOf(part))).toBe('');
  });
});

describe.skipIf(only !== undefined)('all these models', () => {
  afterAll(() => {
    console.log(`oracle: ${[...tally].map(([what, n]) => `${what} ${n}`).join(', ')}`);
    const share = (n: number) => ((100 * n) / (tally.get('models') ?? 1)).toFixed(1);
    console.log(`oracle, % of models with: ${[...traits].map(([trait, n]) => `${trait} ${share(n)}`).join(', ')}`);
  });

  it('are nearly all small enough to be looked at', () => {
    expect(tally.get('models')).toBeGreaterThan(0.98 * models);
  });

  it('have every trait in at least 5 % of them', () => {
    const rare = [...traits].filter(([, n]) => n < 0.05 * (tally.get('models') ?? 0)).map(([trait]) => trait);
    expect(rare).toEqual([]);
  });

  it('are clipped in at most 2 % of the reduced searches', () => {
    for (const mode of MODES)
      expect(tally.get(`clipped ${mode}`) ?? 0).toBeLessThanOrEqual(0.02 * (tally.get(`searched ${mode}`) ?? 0));
  });
});

describe.skipIf(only !== undefined)('models of more than 100,000 states', () => {
  it('come to the same whether or not something is left out', { timeout: TIMEOUT }, () => {
    const modes: readonly Mode[] = ['whole', 'usual', 'symmetric'];
    const told = largePlans(seed, takesAll ? 4 : 1).flatMap((plan) => {
      const examined = examine(plan, modes, Number.POSITIVE_INFINITY);
      if (examined === null) return [];
      const shown = [...examined.modes].map(([mode, { states, clipped }]) => `${mode} ${clipped ? 'clipped' : states}`);
      console.log(`oracle: a large model of ${examined.facts.states} states: ${shown.join(', ')}`);
      return differencesOf(examined, `TEST_SEED=${seed}`, 1);
    });
    expect(told.join('\n')).toBe('');
  });
});
