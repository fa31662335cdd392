/** Plans that were found or made to show where a search believes too much: the core and the oracle come to the same on each. */
import { describe, expect, it } from 'vitest';
import { examine } from './examine.ts';
import { pitfalls } from './pitfalls.ts';
import { regressions } from './regressions.ts';
import type { Regression } from './small-plans.ts';
import { textOf } from './text.ts';

const differs = ({ plan, modes }: Regression, inMode: (mode: string) => boolean): string[] => {
  const examined = examine(plan, modes.filter(inMode));
  return [...(examined?.modes ?? [])].flatMap(([mode, { differs: told }]) => told.map((one) => `${mode}: ${one}`));
};

describe.each([...regressions, ...pitfalls])('$about', (regression) => {
  it('comes to the same when nothing is left out', () => {
    expect({ model: textOf(regression.plan), differs: differs(regression, (mode) => mode === 'whole') }).toMatchObject({
      differs: [],
    });
  });

  it('comes to the same when something is', () => {
    expect({ model: textOf(regression.plan), differs: differs(regression, (mode) => mode !== 'whole') }).toMatchObject({
      differs: [],
    });
  });
});
