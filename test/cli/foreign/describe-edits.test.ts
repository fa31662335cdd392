import { describe, expect, it } from 'vitest';
import { editsOf } from '../../../cli/foreign/describe-edits.ts';
import { editsInShort, showEdits } from '../../../cli/foreign/show-edits.ts';
import { scenarioOf } from '../../../cli/inputs.ts';
import { modelOf } from '../../../cli/tasks/code.ts';
import { bool, int, listOf, oneOf, type Patch, ref, spinlock, to, value } from '../../../model/core/index.ts';
import { aio_complete } from '../../../model/fs/aio/complete.ts';
import { edit, proc } from '../../../model/kernel.ts';
import { base } from '../../../model/patches/index.ts';
import { patchedKernels } from '../../model/ghost/patched-kernels.ts';

const { program } = modelOf(scenarioOf('buffered'), base);
const labels = [...aio_complete.steps.keys()];

const step = (c: string) => ({ line: 1, c, run: () => undefined });

/** Checked by the edit itself: labels and locals come from data here. */
type Changes = object;

const patching = (...changes: readonly Changes[]): Patch => ({
  name: 'mine',
  summary: 's',
  hunks: changes.map((change, i) => ({ name: `h${i}`, standsFor: 'x', edits: [edit(aio_complete, change as never)] })),
});

/** Of a patch with one edit: its lines about steps and locals. */
const told = (changes: Changes): string[] =>
  showEdits(editsOf(patching(changes), program))
    .slice(2)
    .map((line) => line.trim());

describe('what a patch edits', () => {
  it('is told by function, with what each step was', () => {
    expect(told({ remove: ['active'], replace: { wake: step('new') }, locals: { n: 'int' } })).toEqual([
      'new local n: int',
      'removes active: 1002 if (waitqueue_active(&ctx->wait))',
      'replaces wake: 1003 wake_up(&ctx->wait) → 1 new',
    ]);
  });

  it.each(labels)('says before and after %s as the patch says it', (label) => {
    const both = { before: { [label]: { a: step('A'), b: step('B') } }, after: { [label]: { c: step('C') } } };
    expect(told(both)).toEqual([
      `adds a before ${label}: 1 A`,
      `adds b before ${label}: 1 B`,
      `adds c after ${label}: 1 C`,
    ]);
  });

  it('tells what is behind one step from what is in front of the next', () => {
    const changes = { after: { active: { a: step('A') } }, before: { wake: { b: step('B') } } };
    expect(told(changes)).toEqual(['adds a after active: 1 A', 'adds b before wake: 1 B']);
  });

  it('says what steps are put in the place of', () => {
    const changes = { remove: ['active', 'wake'], after: { active: { a: step('A') } } };
    expect(told(changes).at(-1)).toBe('adds a instead of active, wake: 1 A');
  });

  it('is told of hunk upon hunk, and of functions that a hunk brings', () => {
    const helper = proc('my_helper', 'fs/aio.c:900', { n: 'int' }, { one: step('one') });
    const calling = { line: 1, c: 'my_helper()', call: to(helper, () => undefined) };
    const patch = patching(
      { after: { lock: { mine: calling } } },
      {
        replace: { mine: step('not any more') },
        after: { mine: { more: step('more') } },
      },
    );
    const hunks = [
      ...patch.hunks,
      { name: 'h2', standsFor: 'x', edits: [edit(helper, { remove: ['one'], after: { one: { two: step('two') } } })] },
    ];
    const edits = editsOf({ ...patch, hunks }, program);
    expect(editsInShort(edits)).toBe('edits aio_complete(), my_helper() in 3 hunks');
    expect(showEdits(edits)).toEqual([
      '  new function my_helper(), fs/aio.c:900: 1 step',
      '  hunk h0: x',
      '    aio_complete(), fs/aio.c:925',
      '      adds mine after lock: 1 my_helper()',
      '  hunk h1: x',
      '    aio_complete(), fs/aio.c:925',
      '      replaces mine: 1 my_helper() → 1 not any more',
      '      adds more after mine: 1 more',
      '  hunk h2: x',
      '    my_helper(), fs/aio.c:900',
      '      removes one: 1 one',
      '      adds two instead of one: 1 two',
    ]);
  });

  it('has fields with their type, their class, and what they are at first', () => {
    const fields = {
      a: bool().racy().set_once().starts(false),
      b: int(0, 3).guarded_by('ki_ctx.ctx_lock'),
      c: ref('dio').constant(),
      d: value('long').written_under('ctx_lock').starts(0),
      e: oneOf('idle', 'busy').ledger().starts('idle'),
      f: listOf(ref('kiocb')).racy(),
      g: spinlock(),
    };
    expect(showEdits(editsOf({ ...patching(), fields: { kiocb: fields } }, program))).toEqual([
      '  new field kiocb.a: bool, racy, set once, false at first',
      '  new field kiocb.b: 0 to 3, guarded by ki_ctx.ctx_lock',
      '  new field kiocb.c: struct dio *, constant',
      '  new field kiocb.d: long, written under ctx_lock, 0 at first',
      '  new field kiocb.e: idle or busy, ledger, "idle" at first',
      '  new field kiocb.f: list of struct kiocb *, racy',
      '  new field kiocb.g: spinlock_t, racy',
    ]);
    expect(editsInShort(editsOf(base, program))).toBe('edits nothing');
  });

  it('is told of patches that are made otherwise, though less exactly', () => {
    const stubborn = {
      proc: 'aio_complete',
      claims: [],
      apply(before: typeof aio_complete) {
        const steps = [...before.steps] as [string, unknown][];
        if (steps[0]?.[0] !== labels[0]) throw new Error('not in this order');
        return { ...before, steps: new Map([...steps.slice(0, 2), ['mine', step('mine')], ...steps.slice(2)]) };
      },
    };
    const patch = { ...base, hunks: [{ name: 'h', standsFor: 'x', edits: [stubborn as never] }] };
    expect(showEdits(editsOf(patch, program)).at(-1)).toBe(`      adds mine before ${labels[2]}: 1 mine`);
  });

  it('is all that the edits of every shipped patch claim', () => {
    const claims = patchedKernels.flatMap((patch) =>
      editsOf(patch, program).hunks.flatMap(({ edits }, h) =>
        edits.map(({ replaced, removed }, e) => [
          [...replaced.map(({ was }) => was.label), ...removed.map(({ label }) => label)].toSorted(),
          [...(patch.hunks[h]?.edits[e]?.claims ?? [])].toSorted(),
        ]),
      ),
    );
    expect(claims.length).toBeGreaterThan(30);
    expect(claims.map(([said]) => said)).toEqual(claims.map(([, claimed]) => claimed));
  });
});
