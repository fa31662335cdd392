/** The sentences in which an explanation is told: each shape of them. */
import { describe, expect, it } from 'vitest';
import type {
  DecidedTold,
  Explanation,
  Meets,
  PassingTold,
  StepTold,
} from '../../../counterexamples/explain/explanation.ts';
import { details, listed, quotedCode, summary } from '../../../counterexamples/explain/sentences.ts';
import type { NarratedStep } from '../../../counterexamples/narrate.ts';
import type { Finding } from '../../../model/core/index.ts';

const step = (nth: number | null, context: string, proc: string, c: string): StepTold => ({
  context,
  isAtomic: context.startsWith('bio'),
  step: nth,
  proc,
  at: 'fs/aio.c:1',
  c,
});

const freeing = step(7, 'submitter', 'really_put_req', 'kmem_cache_free(kiocb_cachep, req)');
const touching = step(9, 'bio0.0', 'aio_complete', 'ctx = iocb->ki_ctx');

const narrated = (context: string, c: string, choices: NarratedStep['choices'] = []): NarratedStep => ({
  context,
  step: 'f.a',
  statements: [
    { proc: 'f', at: 'f.c:1', label: 'a', line: 1, c, patched: false, hunk: null, locals: null, removed: [] },
  ],
  choices,
  faults: 0,
  changes: [],
  looks: [],
  findings: [],
});

/** Passes with its third step put in for two of the failing schedule. */
const passing: PassingTold = {
  steps: [narrated('submitter', 'a'), narrated('submitter', 'b'), narrated('reader', 'c = d')],
  is: ['kept', 'kept', 'put in'],
  leftOut: [3, 4],
  distance: 3,
  violates: [],
};

const none: Explanation = {
  statements: [],
  deciding: [],
  hasOthers: false,
  passing,
  noReturn: { step: 5, stepWithChoices: 5 },
  share: null,
  states: 1,
  freed: null,
  finding: null,
  wrongAt: touching,
  only: [],
  ours: [],
  removed: [],
  hunks: [],
};

const wrong = (more: Partial<Explanation>, message = 'a message'): string | undefined =>
  summary({ ...none, ...more }, message)[0];
const decides = (deciding: readonly DecidedTold[] | null, more: Partial<Explanation> = {}): string =>
  summary({ ...none, deciding, ...more }, 'a message')
    .slice(1)
    .join(' ');
const told = (more: Partial<Explanation>): string[] => details({ ...none, ...more });

const halt = (kind: string, what: string): Finding => ({ is: 'oops', kind, what }) as Finding;
const breach = (kind: string, what: string): Finding => ({ is: 'breach', kind, what }) as Finding;

describe('what is wrong', () => {
  it('is the message, where no step came upon it', () => {
    expect(wrong({})).toBe('a message.');
    expect(wrong({}, 'Is it?')).toBe('Is it?');
  });

  it('is that somebody touches what another has freed, or frees it again', () => {
    const freed = { what: 'the kiocb', by: freeing };
    expect(wrong({ freed, finding: halt('use_after_free', 'kiocb') })).toBe(
      'In step 9 bio0.0, in aio_complete(), touches the kiocb, which submitter had freed in really_put_req() (step 7).',
    );
    expect(wrong({ freed, finding: halt('double_free', 'kiocb'), wrongAt: { ...freeing, step: 9 } })).toBe(
      'In step 9 submitter, in really_put_req(), frees the kiocb, which it had freed in really_put_req() (step 7).',
    );
  });

  it('is a BUG_ON, a pointer, what nobody has written, or a lock that is not held, where the step came upon that', () => {
    const wrongAt = step(9, 'reader', '__put_ioctx', 'BUG_ON(ctx->reqs_active)');
    expect(wrong({ wrongAt, finding: halt('bug_on', '__put_ioctx') })).toBe(
      'In step 9 reader, in __put_ioctx(), comes upon a BUG_ON that is true: `BUG_ON(ctx->reqs_active)`.',
    );
    expect(wrong({ finding: halt('bad_pointer', 'aio_complete') })).toBe(
      'In step 9 bio0.0, in aio_complete(), follows a pointer that leads nowhere: `ctx = iocb->ki_ctx`.',
    );
    expect(wrong({ finding: halt('unwritten', 'kiocb.ki_ctx') })).toBe(
      'In step 9 bio0.0, in aio_complete(), reads kiocb.ki_ctx, which nobody has written.',
    );
    expect(wrong({ finding: breach('unguarded', 'kioctx[0].reqs_active') })).toBe(
      'In step 9 bio0.0, in aio_complete(), touches kioctx[0].reqs_active without its lock.',
    );
  });

  it('is a rule that the step breaks, of any other breach', () => {
    expect(wrong({ finding: breach('sleep', 'copy_to_user') }, 'it sleeps under a lock')).toBe(
      'In step 9 bio0.0, in aio_complete(), breaks a rule: it sleeps under a lock.',
    );
  });
});

const memory: Meets = { what: 'kioctx.wait', first: 'reads', second: 'writes', isLock: false, isLife: false };
const looking = step(3, 'submitter', 'aio_complete', 'if (waitqueue_active(&ctx->wait))');
const adding = step(6, 'reader', 'add_wait_queue', '__add_wait_queue(q, wait)');
const order = (meets: Meets, more: { readonly after?: StepTold; readonly isTurned?: boolean } = {}): DecidedTold => ({
  is: 'order',
  before: looking,
  after: adding,
  meets,
  isTurned: true,
  ...more,
});
const chance: DecidedTold = {
  is: 'choice',
  at: step(4, 'submitter', 'f', 'err = g()'),
  name: 'invalidate',
  value: '-EIO',
};

describe('what decides', () => {
  it('is nothing, where every schedule fails', () => {
    expect(decides([], { passing: null })).toBe('No order decides: every complete schedule fails.');
  });

  it('is not known, where it was not found out', () => {
    expect(decides(null)).toBe('Which orders decide was not found out.');
  });

  it('is an order, told by what the two do to what they meet in', () => {
    const before = 'Every schedule fails in which submitter, in aio_complete(),';
    const after = 'before reader, in add_wait_queue(),';
    const turned = 'With that order the other way round it can pass.';
    expect(decides([order(memory)])).toBe(
      `${before} looks at kioctx.wait (step 3) ${after} changes it (step 6). ${turned}`,
    );
    expect(decides([order({ ...memory, first: 'writes', second: 'reads' })])).toBe(
      `${before} changes kioctx.wait (step 3) ${after} looks at it (step 6). ${turned}`,
    );
    expect(decides([order({ ...memory, first: 'writes' })])).toBe(
      `${before} changes kioctx.wait (step 3) ${after} changes it (step 6). ${turned}`,
    );
  });

  it('is told by the statements, where they meet in a lock, or the property alone sees both', () => {
    const sentence =
      'Every schedule fails in which submitter, in aio_complete(), does `if (waitqueue_active(&ctx->wait))` (step 3) before ' +
      'reader, in add_wait_queue(), does `__add_wait_queue(q, wait)` (step 6). With that order the other way round it can pass.';
    expect(decides([order({ ...memory, isLock: true })])).toBe(sentence);
    expect(decides([order({ ...memory, what: null })])).toBe(sentence);
  });

  it('is who touches an object before another frees it, where they meet in its life', () => {
    expect(decides([order({ ...memory, what: 'the kiocb', isLife: true })])).toBe(
      'Every schedule fails in which submitter, in aio_complete(), touches the kiocb (step 3) before ' +
        'reader, in add_wait_queue(), does `__add_wait_queue(q, wait)` (step 6). With that order the other way round it can pass.',
    );
  });

  it('is that something comes while another has not come to its step yet', () => {
    expect(decides([order(memory, { after: { ...adding, step: null } })])).toBe(
      'Every schedule fails in which submitter, in aio_complete(), looks at kioctx.wait (step 3) while ' +
        'reader has not yet come to `__add_wait_queue(q, wait)` in add_wait_queue(). With that order the other way round it can pass.',
    );
  });

  it('is a chance', () => {
    expect(decides([chance])).toBe(
      'Every schedule fails in which invalidate comes out as -EIO (step 4). Without that it can pass.',
    );
  });

  it('says what helps: to turn one round, to leave one out, or one or the other', () => {
    const [turned, without] = [order(memory), order(memory, { isTurned: false })];
    const last = (...deciding: DecidedTold[]) => summary({ ...none, deciding }, '').at(-1);
    expect(last(turned, turned)).toBe('With one of these the other way round it can pass.');
    expect(last(without)).toBe('Without that order it can pass.');
    expect(last(without, chance)).toBe('Without one of these it can pass.');
    expect(last(turned, chance)).toBe('Without one of these, or with one the other way round, it can pass.');
  });

  it('says that other orders tell it as well, where they do', () => {
    expect(decides([order(memory)], { hasOthers: true })).toMatch(/ \(Other orders tell it as well\.\)$/);
    expect(decides([order(memory)], { hasOthers: null })).toMatch(/can pass\.$/);
  });
});

describe('the nearest schedule that passes', () => {
  const pass = (more: Partial<PassingTold>): string | undefined => told({ passing: { ...passing, ...more } })[0];

  it('is told by what it leaves out and puts in, and where it parts', () => {
    expect(pass({})).toBe(
      'The nearest schedule that passes has 2 steps left out and 1 step put in: after step 2 reader does `c = d` in f().',
    );
  });

  it('is told with the chances of the step at which it parts', () => {
    const steps = [narrated('submitter', 'err = g()', [{ name: 'invalidate', value: 0 }])];
    expect(pass({ steps, is: ['put in'], leftOut: [1] })).toBe(
      'The nearest schedule that passes has 1 step left out and 1 step put in: ' +
        'at first submitter does `err = g()` in f(), where invalidate comes out as 0.',
    );
  });

  it('may be the failing one, as far as that goes, or end before it', () => {
    const is = ['kept', 'kept', 'follows'] as const;
    expect(pass({ is, leftOut: [] })).toBe(
      'The nearest schedule that passes ends as this one goes on: after step 2 reader does `c = d` in f().',
    );
    expect(pass({ steps: passing.steps.slice(0, 2), is: ['kept', 'kept'], leftOut: [3] })).toBe(
      'The nearest schedule that passes has 1 step left out: it ends after step 2.',
    );
  });

  it('is one that passes, where there are too many to find the nearest', () => {
    expect(pass({ distance: null })).toMatch(
      /^A schedule that passes has .* \(There are too many to find the nearest\.\)$/,
    );
  });

  it('violates something else, where every schedule does', () => {
    expect(pass({ violates: ['no-leak', 'no-hang'] })).toMatch(
      / It violates no-leak and no-hang instead, as every schedule violates something\.$/,
    );
  });

  it('is not spoken of where every schedule fails, nor when it was too late', () => {
    expect(told({ passing: null })).toEqual([]);
  });
});

describe('the point of no return', () => {
  it('is a step, or the start', () => {
    expect(told({})[1]).toBe('After step 5 no schedule passes any more.');
    expect(told({ noReturn: { step: 0, stepWithChoices: 0 } })[1]).toBe('From the start no schedule passes any more.');
  });

  it('comes earlier with the chances as they came', () => {
    expect(told({ noReturn: { step: 5, stepWithChoices: 2 } })[1]).toBe(
      'After step 5 no schedule passes any more; with the chances as they came, none does after step 2.',
    );
  });
});

describe('the share of schedules that fail', () => {
  const share = (failing: string, all: string): string | undefined => told({ share: { failing, all } })[2];
  const counted = 'paths counted, not a probability.';

  it.each([
    ['1', '3', `1 of 3 complete schedules fail, about 1 in 3: ${counted}`],
    ['2', '3', `All but 1 of 3 complete schedules fail: ${counted}`],
    ['3', '3', `All 3 complete schedules fail: ${counted}`],
    ['1234', '123456', `1,234 of 123,456 complete schedules fail, about 1 in 100: ${counted}`],
    ['2', '1234567', `2 of 1.2e6 complete schedules fail, about 1 in 617,283: ${counted}`],
  ])('is %s of %s', (failing, all, sentence) => {
    expect(share(failing, all)).toBe(sentence);
  });
});

describe('hunks on the way', () => {
  it('are named', () => {
    expect(told({ hunks: ['a'] }).at(-1)).toBe('On the way: hunk a of the patch.');
    expect(told({ hunks: ['a', 'b', 'c'] }).at(-1)).toBe('On the way: hunks a, b and c of the patch.');
  });
});

describe('code in a sentence', () => {
  it('is quoted without comments, and cut where it is long', () => {
    expect(quotedCode('assert_spin_locked(&ctx->lock); a = b  /* why */')).toBe('`a = b`');
    expect(quotedCode(`a = b; ${'c'.repeat(60)}`)).toBe('`a = b; …`');
    expect(quotedCode('d'.repeat(61))).toBe(`\`${'d'.repeat(58)} …\``);
  });

  it('is listed with an and before the last', () => {
    expect([[], ['a'], ['a', 'b'], ['a', 'b', 'c']].map(listed)).toEqual(['', 'a', 'a and b', 'a, b and c']);
  });
});
