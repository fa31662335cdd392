/** Steps know the hunk that brings them, and functions the steps that patches took out, and where these were. */
import { describe, expect, it } from 'vitest';
import { compose, type Edit, link, type Patch, type RemovedStep } from '../../../model/core/index.ts';
import { calls, edit, fn, nothing } from '../../models/tiny-kernel.ts';

const f = fn('f', {
  one: { ...nothing, line: 1 },
  two: { ...nothing, line: 2 },
  three: { ...nothing, line: 3 },
  four: { ...nothing, line: 4 },
});
type Change = Parameters<typeof edit<(typeof f)['locals'], 'one' | 'two' | 'three' | 'four'>>[1];

const patch = (name: string, ...edits: Edit[]): Patch => ({
  name,
  summary: 'a test',
  hunks: [{ name: `${name}'s`, standsFor: 'a test', edits }],
});
const changing = (name: string, change: Change): Patch => patch(name, edit(f, change));

const linked = (...patches: Patch[]) => link([f], compose(patches)).byName;
/** `2 of p's, behind one and before three`. */
const tell = ({ line, hunk, behind, before }: RemovedStep): string =>
  `${line} of ${hunk}, behind ${behind} and before ${before}`;
const removedBy = (...patches: Patch[]): string[] => (linked(...patches).get('f')?.removed ?? []).map(tell);

describe('a step that a patch takes out', () => {
  it('is known with its hunk, and with the steps between which it was', () => {
    expect(removedBy(changing('p', { remove: ['two'] }))).toEqual(["2 of p's, behind one and before three"]);
  });
  it('was first, or last', () => {
    expect(removedBy(changing('p', { remove: ['one', 'four'] }))).toEqual([
      "1 of p's, behind null and before two",
      "4 of p's, behind three and before null",
    ]);
  });
  it('is between the steps that are left, where its neighbours are taken out with it', () => {
    expect(removedBy(changing('p', { remove: ['two', 'three'] }))).toEqual([
      "2 of p's, behind one and before four",
      "3 of p's, behind one and before four",
    ]);
  });
  it('is none where it is replaced, or where nothing is taken out', () => {
    expect(removedBy(changing('p', { replace: { two: nothing } }))).toEqual([]);
    expect(removedBy()).toEqual([]);
  });
});

describe('steps that several patches take out', () => {
  const [p, q] = [changing('p', { remove: ['two'] }), changing('q', { remove: ['three'] })];

  it('keep their hunks, and stand as they did in the C, where they were neighbours', () => {
    const both = ["2 of p's, behind one and before four", "3 of q's, behind one and before four"];
    expect(removedBy(p, q)).toEqual(both);
    expect(removedBy(q, p)).toEqual(both);
  });
  it('are between what the later patch leaves, when that takes out the step before or behind', () => {
    const first = changing('q', { remove: ['one'] });
    expect(removedBy(p, first)).toEqual([
      "1 of q's, behind null and before three",
      "2 of p's, behind null and before three",
    ]);
  });
  it('are three, of three patches', () => {
    const last = changing('r', { remove: ['four'] });
    expect(removedBy(last, p, q)).toEqual([
      "2 of p's, behind one and before null",
      "3 of q's, behind one and before null",
      "4 of r's, behind one and before null",
    ]);
  });
  it('are behind what another patch puts behind the step before, and before what it puts before the next', () => {
    expect(removedBy(p, changing('q', { after: { one: { x: nothing } } }))).toEqual([
      "2 of p's, behind x and before three",
    ]);
    expect(removedBy(p, changing('q', { before: { three: { x: nothing } } }))).toEqual([
      "2 of p's, behind one and before x",
    ]);
  });
});

describe('a step of a patch', () => {
  const hunkOf = (label: string, ...patches: Patch[]) =>
    linked(...patches)
      .get('f')
      ?.steps.find((step) => step.label === label)?.hunk;

  it('has its hunk, replaced or new; those of the base have none', () => {
    const p = changing('p', { replace: { two: nothing }, after: { one: { x: nothing } } });
    expect(['one', 'x', 'two', 'three'].map((label) => hunkOf(label, p))).toEqual([null, "p's", "p's", null]);
  });
  it('keeps its hunk where another patch edits the same function', () => {
    const [p, q] = [changing('p', { replace: { two: nothing } }), changing('q', { replace: { three: nothing } })];
    expect(['two', 'three'].map((label) => hunkOf(label, p, q))).toEqual(["p's", "q's"]);
    expect(['two', 'three'].map((label) => hunkOf(label, q, p))).toEqual(["p's", "q's"]);
  });
  it('has, in a function that the patch brings, the hunk that calls it', () => {
    const g = fn('g', { inside: nothing });
    const p = changing('p', { after: { two: { x: calls(g) } } });
    const steps = linked(changing('q', { remove: ['four'] }), p).get('g')?.steps ?? [];
    expect(steps.map(({ label, hunk }) => [label, hunk])).toEqual([['inside', "p's"]]);
  });
});
