/** What becomes a step of its own: each access to what others see; but one for all that is guarded, or atomic. */
import { describe, expect, it } from 'vitest';
import { behaviour, patchOf } from '../lifting.ts';
import { editsOf, inAio, inComplete } from './small-diffs.ts';

describe('x++', () => {
  it('on guarded data is one step', () => {
    expect(editsOf(inComplete('\tctx->reqs_active++;'))).toMatchInlineSnapshot(`
      "edit(aio_complete, {
        before: {
          lock: {
            reqs_active: {
              run(k, f) {
                k.kioctx(f.ctx).reqs_active += 1;
                return 'lock';
              },
            },
          },
        },
      }),"
    `);
  });

  it('on racy data is a read and a write', () => {
    expect(editsOf(inComplete('\tctx->dead++;'))).toMatchInlineSnapshot(`
      "edit(aio_complete, {
        before: {
          lock: {
            // TODO: not lifted
            left_out: {
              run(k) {
                k.trap('ctx->dead++: of dead the model has 0 and 1');
              },
            },
          },
        },
      }),"
    `);
  });

  it('of an atomic is one step', () => {
    expect(editsOf(inComplete('\tatomic_inc(&ctx->users);'))).toMatchInlineSnapshot(`
      "edit(aio_complete, {
        before: {
          lock: {
            users: {
              run(k, f) {
                k.kioctx(f.ctx).users += 1;
                return 'lock';
              },
            },
          },
        },
      }),"
    `);
  });
});

it('each shared read of a condition is a step', () => {
  expect(editsOf(inComplete('\tif ((ctx->dead || iocb->ki_users == 1) && !kiocbIsKicked(iocb))\n\t\tres = 1;')))
    .toMatchInlineSnapshot(`
    "edit(aio_complete, {
      before: {
        lock: {
          dead: {
            run: (k, f) => k.kioctx(f.ctx).dead ? 'kicked' : 'ki_users',
          },
          ki_users: {
            run: (k, f) => k.kiocb(f.iocb).ki_users === 1 ? 'kicked' : 'lock',
          },
          kicked: {
            run: (k, f) => k.kiocb(f.iocb).KIF_KICKED ? 'lock' : 'res',
          },
          res: {
            go(f) {
              f.res = 1;
              return 'lock';
            },
          },
        },
      },
    }),"
  `);
});

it('a statement on locals alone is done with its neighbours', () => {
  expect(editsOf(inComplete('\tlong a = 1;\n\n\ta += 2;\n\tres = a * a;'))).toMatchInlineSnapshot(`
    "edit(aio_complete, {
      locals: { a: 'long' },
      before: {
        lock: {
          a: {
            go(f) {
              f.a = 1;
              f.a = f.a + 2;
              f.res = f.a * f.a;
              return 'lock';
            },
          },
        },
      },
    }),"
  `);
});

it('a call within an expression is a step, before what is done with its result', () => {
  const diff = inAio(
    541,
    `
 	spin_lock_irq(&ctx->ctx_lock);
-	ret = __aio_put_req(ctx, req);
+	ret = !!__aio_put_req(ctx, req) + 0;
 	spin_unlock_irq(&ctx->ctx_lock);
`,
  );
  expect(editsOf(diff)).toMatchInlineSnapshot(`
    "edit(aio_put_req, {
      locals: { ret_2: 'long' },
      replace: {
        put: {
          call: to(__aio_put_req, (g, f) => {
            g.ctx = f.ctx;
            g.req = f.req;
          }),
          result: 'ret_2',
          then: 'ret',
        },
      },
      after: {
        put: {
          ret: {
            go(f) {
              f.ret = Number(f.ret_2 !== 0) + 0;
              f.ret_2 = 0;
              return 'unlock';
            },
          },
        },
      },
    }),"
  `);
});

it('current is a task where a task runs, and a trap in an interrupt', () => {
  const patch = patchOf(inComplete('\twake_up_process(current);'));
  expect(behaviour('buffered', patch).unknown).toBe(null);
  const { verdicts, unknown } = behaviour('dw1-reader', patch);
  expect(unknown).toBe('current is read in an interrupt or a worker, where it is a task that the model does not have');
  expect(verdicts['no-undefined-behaviour']).toBe('not-judged');
});
