/** What tests of refused patches share: a function of two steps, patches of it, and what is wrong with them. */
import { expect, it } from 'vitest';
import { applyPatch, type AnyProc, type Edit, type Patch } from '../../../../model/core/index.ts';
import { edit, fn, nothing, structs } from '../../../models/tiny-kernel.ts';

export const f = fn('f', { one: nothing, two: nothing });
export const ground = { structs, sizes: { thing: 2, root: 1 }, domains: { result: [-5, 0, 7] } };

export const adding = (steps: object): Edit => edit(f, { after: { one: steps } } as never);
export const patchOf = (edits: readonly unknown[], more: object = {}): Patch =>
  ({ name: 'p', summary: 'a test', hunks: [{ name: 'h', standsFor: 'a test', edits }], ...more }) as Patch;

/** `code where: message; expected …`, of all that is wrong. */
export function issuesOf(patch: unknown, base: AnyProc = f): string[] {
  const applied = applyPatch({ ...ground, entries: [base], counted: { things: 3 } }, patch as Patch);
  const issues = applied.ok ? [] : applied.issues;
  return issues.map(({ code, where, message, expected }) => `${code} ${where}: ${message}; expected ${expected}`);
}

export type Row = readonly [what: string, patch: unknown, issue: string];

export const refused = (rows: readonly Row[]) =>
  it.each(rows)('%s', (_, patch, issue) => {
    const [first = '', ...others] = issuesOf(patch);
    expect(first).toContain(issue);
    expect(others).toEqual([]);
  });
