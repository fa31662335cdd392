/** A function of our own that is made anew of its text: what steps are made of, what stays by hand, and why. */
import { describe, expect, it } from 'vitest';
import { edit, proc } from '../../../model/kernel.ts';
import { to } from '../../../model/core/index.ts';
import { accountOfFile } from '../../../model/source/account.ts';
import { leftOut, noEffect } from '../../../model/source/reasons.ts';
import { withHunksShown } from '../../../model/source/with-hunks.ts';
import { flowOf, BaseFlow } from '../../../model/lift/flow/index.ts';
import { StatementSteps } from '../../../model/lift/flow/statement-steps.ts';
import { parseFragment } from '../../../model/lift/c/index.ts';
import { baseSplice, madeWhole } from '../../../model/lift/splice/whole-function.ts';
import { put_ioctx } from '../../../model/fs/aio/setup.ts';
import { madeOf } from '../source/made-file.ts';
import { parser } from './lifting.ts';

const SHOP = `static int open_shop(struct kioctx *ctx)
{
	struct kioctx *shop = ctx;
	int guests = 0;
	int ret;

	pr_debug("open");
	if (strange_weather())
		return 9;
	spin_lock_irq(&ctx->ctx_lock);
	while (guests < 2) {
		guests++;
		ctx->reqs_active++;
	}
	spin_unlock_irq(&ctx->ctx_lock);
	invite(ctx, guests);
	if (shop->dead)
		ret = -EINVAL;
	else
		ret = 0;
	put_ioctx(shop);
	return ret;
}
`;

const open_shop = proc(
  'open_shop',
  'shop.c:1',
  { ctx: 'struct kioctx *', guests: 'int', ret: 'int' },
  {
    lock: { line: 10, c: 'spin_lock_irq(&ctx->ctx_lock)', acquire: (k, f) => k.kioctx(f.ctx).ctx_lock },
    few: { line: 11, c: 'while (guests < 2)', go: (f) => (f.guests < 2 ? 'come' : 'unlock') },
    come: {
      line: 12,
      c: 'guests++; ctx->reqs_active++',
      run(k, f) {
        f.guests += 1;
        k.kioctx(f.ctx).reqs_active += 1;
        return 'few';
      },
    },
    unlock: { line: 15, c: 'spin_unlock_irq(&ctx->ctx_lock)', release: (k, f) => k.kioctx(f.ctx).ctx_lock },
    invite: {
      line: 16,
      c: 'invite(ctx, guests)',
      run(k, f) {
        k.kioctx(f.ctx).dead = f.guests > 2;
      },
    },
    dead: {
      line: 17,
      c: 'if (shop->dead) ret = -EINVAL; else ret = 0',
      run(k, f) {
        f.ret = k.kioctx(f.ctx).dead ? -22 : 0;
      },
    },
    put: {
      line: 21,
      c: 'put_ioctx(shop)',
      call: to(put_ioctx, (g, f) => {
        g.kioctx = f.ctx;
      }),
    },
  },
  'ret',
);

const STEPS = {
  come: [[13, 13]],
  dead: [
    [18, 18],
    [20, 20],
  ],
} as const;
const LEFT_OUT = [noEffect(7, 'it is said'), leftOut([8, 9], 'the weather is always good')];
const REASONS = [noEffect(3, 'another name'), ...LEFT_OUT];

function whole(text: string, reasons = REASONS) {
  const { file, modelled } = madeOf(text, 10);
  const account = accountOfFile(file, { open_shop: { steps: STEPS, reasons } }, [open_shop]);
  expect(account.faults).toEqual([]);
  const skeleton = withHunksShown(file, modelled, [], new Set());
  if (!skeleton.ok) throw new Error('it has no skeleton');
  const steps = new StatementSteps(modelled, open_shop, account.at);
  const flow = new BaseFlow(steps, flowOf(parseFragment(parser, skeleton.lines, 'body').items).graph);
  const source = { ...file, texts: text.split('\n').slice(0, -1) };
  const made = madeWhole(parser, flow, open_shop, source, baseSplice(parser, flow, open_shop, source));
  if (made?.made === undefined || made.made === null) throw new Error('nothing is made anew');
  return { ...made, spliced: made.made.spliced };
}

describe('a function is made anew of its text', () => {
  const made = whole(SHOP);

  it('but for what names something unknown, which stays as it is', () => {
    expect(made.stays).toEqual([
      { line: 16, why: 'invite() is unknown: no function of the model, of the patch or of the prelude' },
    ]);
    expect([made.compiled, made.statements]).toEqual([9, 10]);
    expect(made.spliced.plan.remove).not.toContain('invite');
    expect(made.spliced.issues).toEqual([]);
  });

  it('with what gives its locals their values, whether or not that has steps', () => {
    expect(made.spliced.plan.locals).toMatchObject({ shop: 'struct kioctx *' });
  });

  it('and not what is left out for a reason', () => {
    const code = [...made.spliced.plan.replace.values(), ...[...made.spliced.plan.after.values()].flat()]
      .map(({ c }) => c)
      .join('\n');
    expect(code).not.toContain('strange_weather');
    expect(made.spliced.plan.replace.size).toBeGreaterThan(0);
    expect(made.spliced.hasTraps).toBe(false);
  });
});

describe('what stays by hand keeps its locals to itself:', () => {
  it('what it only reads may be given its value anew', () => {
    const made = whole(SHOP.replace('invite(ctx, guests);', 'invite(shop, guests);'));
    expect(made.stays.map(({ line }) => line)).toEqual([16]);
  });

  it('a local that only it gives a value is not read by what is made anew', () => {
    const made = whole(
      SHOP.replace('	struct kioctx *shop = ctx;', '	struct kioctx *shop;').replace(
        'invite(ctx, guests);',
        'shop = invite(ctx);',
      ),
      LEFT_OUT,
    );
    expect(made.stays.map(({ line }) => line)).toEqual([16, 17, 21]);
    expect(made.stays[1]?.why).toContain('steps of the model have it in ways of their own');
  });
});

describe('statements that one step stands for', () => {
  it('are made anew together or not at all', () => {
    const made = whole(SHOP.replace('ret = 0;', 'ret = strange();'));
    expect(made.stays.map(({ line }) => line)).toEqual([16, 17]);
  });
});

it('the edit that comes out is one that a module can make', () => {
  expect(() => edit(open_shop, { remove: [...whole(SHOP).spliced.plan.remove] as never[] })).not.toThrow();
});
