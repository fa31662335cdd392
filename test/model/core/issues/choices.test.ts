/** Choices that a trace could not hold, or that offer nothing to choose from: refused when the step makes them, on every machine. */
import { describe, expect, it } from 'vitest';
import { type AnyProc, InternalError, type Patch, PatchMisfit, unpatched } from '../../../../model/core/index.ts';
import { everyMachine } from '../../../models/machines.ts';
import { act, edit, fireAll, fn, go, type Kernel, nothing, tinyModel } from '../../../models/tiny-kernel.ts';

const f = fn('f', { one: nothing, two: nothing });

type Chooses = (k: Kernel) => unknown;
const choosing =
  (name: unknown, options: unknown): Chooses =>
  (k) =>
    k.choose(name as string, options as number[]);
const patched = (chooses: Chooses): Patch => ({
  name: 'p',
  summary: 'a test',
  hunks: [{ name: 'h', standsFor: 'a test', edits: [edit(f, { after: { one: { x: act((k) => void chooses(k)) } } })] }],
});

const rows: readonly (readonly [what: string, name: unknown, options: unknown, says: string])[] = [
  ['a name with a line break', 'a\n', [0, 1], 'makes a choice called "a\\n", which has a blank or a line break in it'],
  ['a name with a blank', 'a b', [0, 1], 'makes a choice called "a b", which has a blank'],
  ['a name with a =', 'a=b', [0, 1], 'makes a choice called "a=b", which has a = in it, which means something else'],
  ['a name with a ?', 'a?', [0, 1], 'makes a choice called "a?", which has a ? in it'],
  ['an empty name', '', [0, 1], 'makes a choice called "", which is empty; expected letters, digits, _ and -'],
  ['a name that is a number', 7, [0, 1], 'makes a choice called 7, which is no text'],
  ['no options', 'way', [], 'chooses way from nothing; expected an array of different whole numbers'],
  ['options that are missing', 'way', undefined, 'chooses way from undefined'],
  ['options that are a text', 'way', '01', 'chooses way from "01"'],
  ['an option that is a text', 'way', [0, '1'], 'chooses way from what has "1" in it'],
  ['an option that is no whole number', 'way', [0, 0.5], 'chooses way from what has 0.5 in it'],
  ['an option of more than 32 bits', 'way', [0, 2 ** 31], 'chooses way from what has 2147483648 in it'],
  ['an option twice', 'way', [0, 1, 0], 'chooses way from what has 0 in it twice'],
  ['one option that is none', 'way', [Number.NaN], 'chooses way from what has NaN in it'],
];

describe.each(everyMachine)('on the %s machine', (_, make) => {
  const refusal = (patch: Patch, entry: AnyProc = f): unknown => {
    const machine = make(tinyModel([entry], { patch }));
    machine.reset();
    try {
      fireAll(machine, 'f', 'f');
    } catch (problem) {
      return problem;
    }
    return null;
  };

  it.each(rows)('a step of a patch does not fit that chooses with %s', (_what, name, options, says) => {
    const problem = refusal(patched(choosing(name, options)));
    expect(problem).toBeInstanceOf(PatchMisfit);
    expect((problem as PatchMisfit).message).toContain(`f.x: ${says}`);
  });

  it('the step that chooses is named, also where control comes by on its way from another', () => {
    const chooses = choosing('a b', [0, 1]);
    const edits = [edit(f, { after: { one: { x: go((_f, k) => void chooses(k)) } } })];
    const patch = { ...patched(chooses), hunks: [{ name: 'h', standsFor: 'a test', edits }] };
    expect((refusal(patch) as PatchMisfit).message).toMatch(/^f\.x: makes a choice called "a b"/);
  });

  it('a step of the base that does so is an error of ours', () => {
    const broken = fn('f', { x: act((k) => void k.choose('a b', [0, 1])), two: nothing });
    expect(refusal(unpatched, broken)).toBeInstanceOf(InternalError);
  });

  it('names of letters, digits, _ and - are taken, and one option too', () => {
    expect(refusal(patched(choosing('way-2_x', [-(2 ** 31), 2 ** 31 - 1])))).toBeNull();
    expect(refusal(patched(choosing('way', [5])))).toBeNull();
  });
});
