import { describe, expect, it } from 'vitest';
import { compareSearches } from '../../../cli/source/compared.ts';
import type { Proof } from '../../../cli/proving.ts';
import type { Collected } from '../../../cli/tasks/outcomes.ts';

const HAND = 'by hand';
const MADE = 'made';

type Row = Proof['rows'][number];
const row = (patch: string, verdict: Row['verdict'], more: Partial<Row> = {}): Row =>
  ({ scenario: 's', patch, property: 'no-hang', verdict, clip: null, clipReason: null, ...more }) as Row;

const proofOf = (...rows: readonly Row[]): Proof =>
  ({
    rows,
    searches: [HAND, MADE].map((patch, nth) => ({ scenario: 's', patch, states: 10 + nth })),
  }) as unknown as Proof;

const outcome = (result: number) => ({ end: 'done', returns: { a: [result] } });
const collected = (patch: string, results: readonly number[], clipped: Collected['clipped'] = null): Collected =>
  ({ outcomes: results.map(outcome), clipped, statistics: { scenario: 's', patch } }) as unknown as Collected;

const compared = (proof: Proof, ...all: readonly Collected[]) => compareSearches('s', [HAND, MADE], proof, all);
const ALIKE = proofOf(row(HAND, 'holds'), row(MADE, 'holds'));

describe('two kernels in a scenario', () => {
  it('are equal where all outcomes and verdicts are', () => {
    expect(compared(ALIKE, collected(HAND, [1, 2]), collected(MADE, [2, 1]))).toMatchObject({
      is: 'equal',
      states: [10, 11],
      outcomes: 2,
      verdicts: 1,
    });
  });

  it('differ where one comes to an outcome that the other does not come to', () => {
    expect(compared(ALIKE, collected(HAND, [1, 2]), collected(MADE, [1, 3, 4]))).toMatchObject({
      is: 'differs',
      missing: 1,
      surplus: 2,
    });
  });

  it('differ where a property has two verdicts', () => {
    const proof = proofOf(row(HAND, 'holds'), row(MADE, 'violated'));
    expect(compared(proof, collected(HAND, [1]), collected(MADE, [1]))).toMatchObject({
      is: 'differs',
      differing: [{ property: 'no-hang', verdicts: ['holds', 'violated'] }],
    });
  });

  it.each([
    ['a verdict', proofOf(row(HAND, 'holds'), row(MADE, 'clipped', { clip: 'limit', clipReason: 'it was hit' })), null],
    ['the outcomes', ALIKE, 'limit' as const],
  ])('are undecided where a search for %s was stopped', (_, proof, clipped) => {
    const found = compared(proof, collected(HAND, [1]), collected(MADE, [1], clipped));
    expect(found.is).toBe('undecided');
    expect(found.why).not.toBeNull();
  });

  it('are undecided where one was not searched', () => {
    expect(compared(ALIKE, collected(HAND, [1])).is).toBe('undecided');
  });
});
