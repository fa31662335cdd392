/** Patches by name: whole ones, sums, and some hunks of one. */
import { describe, expect, it } from 'vitest';
import { compose, type Patch } from '../../model/core/index.ts';
import { patchByName } from '../../model/named-patches.ts';
import { postEiocbqueued } from '../../model/patches/post-eiocbqueued.ts';

const HUNKS = postEiocbqueued.hunks.map(({ name }) => name);
const subsets = Array.from({ length: 2 ** HUNKS.length }, (_, bits) =>
  HUNKS.filter((__, nth) => (bits >> nth) % 2 === 1),
);
const own: Patch = { name: 'mine', summary: 'a test', hunks: [{ name: 'one', standsFor: 'a test', edits: [] }] };

const found = (name: string, others?: ReadonlyMap<string, Patch>): Patch => {
  const one = patchByName(name, others);
  if (!one.ok) throw new Error(`no patch is called ${one.unknown}`);
  return one.patch;
};

describe('some hunks of a patch', () => {
  it.each(subsets.filter((one) => one.length > 0).map((one) => one.join()))(
    'post-eiocbqueued[%s] is those alone',
    (hunks) => {
      const patch = found(`post-eiocbqueued[${hunks}]`);
      expect(patch.name).toBe(`post-eiocbqueued[${hunks}]`);
      expect(patch.hunks).toEqual(postEiocbqueued.hunks.filter(({ name }) => hunks.split(',').includes(name)));
      expect(patch.fields).toEqual(postEiocbqueued.fields);
    },
  );

  it('are in the order of the patch, however they are named', () => {
    const backwards = found(`post-eiocbqueued[${HUNKS.toReversed().join()}]`);
    expect(backwards.hunks.map(({ name }) => name)).toEqual(HUNKS);
  });

  it('may be of a sum, and of a patch of the user’s', () => {
    const [first = ''] = HUNKS;
    expect(found(`post-eiocbqueued+wake[${first}]`).hunks.map(({ name }) => name)).toEqual([first]);
    const mine = new Map([['mine', own]]);
    expect(found('mine[one]', mine).hunks).toEqual(own.hunks);
    expect(found('post-eiocbqueued+mine[one]', mine).hunks.map(({ name }) => name)).toEqual(['one']);
  });

  it.each([
    'post-eiocbqueued[nothing]',
    'post-eiocbqueued[queue-errors]',
    `post-eiocbqueued[${HUNKS[0]},nothing]`,
    'post-eiocbqueued[]',
    'nothing[one]',
    'post-eiocbqueued[',
    'post-eiocbqueued]',
    '[one]',
  ])('are refused where there is none of that name: %s', (name) => {
    expect(patchByName(name)).toMatchObject({ ok: false });
  });
});

it('a sum of patches is what composing them gives', () => {
  expect(found('post-eiocbqueued+wake').hunks).toEqual(compose([found('post-eiocbqueued'), found('wake')]).hunks);
  expect(patchByName('post-eiocbqueued+nothing')).toEqual({ ok: false, unknown: 'nothing' });
});
