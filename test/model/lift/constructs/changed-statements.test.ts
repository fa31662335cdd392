/** Code of the base that is moved, changed or taken out. */
import { expect, it } from 'vitest';
import { kernel } from '../../../properties/aio/decide.ts';
import { behaviour, patchOf } from '../lifting.ts';
import { editsOf, inAio } from './small-diffs.ts';

it('a statement that is moved', () => {
  const diff = inAio(
    1000,
    `
-	ret = __aio_put_req(ctx, iocb);
-
 	if (waitqueue_active(&ctx->wait))
 		wake_up(&ctx->wait);
 
+	ret = __aio_put_req(ctx, iocb);
 	spin_unlock_irqrestore(&ctx->ctx_lock, flags);
`,
  );
  expect(editsOf(diff)).toMatchInlineSnapshot(`
    "edit(aio_complete, {
      locals: { ret_2: 'long' },
      remove: ['put_rq'],
      replace: {
        cancelled: rerouted(stepOf(aio_complete, 'cancelled'), { put_rq: 'active' }),
      },
      before: {
        unlock: {
          aio_put_req: {
            call: to(__aio_put_req, (g, f) => {
              g.ctx = f.ctx;
              g.req = f.iocb;
            }),
            result: 'ret_2',
            then: 'ret',
          },
          ret: {
            go(f) {
              f.ret = f.ret_2;
              f.ret_2 = 0;
              return 'unlock';
            },
          },
        },
      },
    }),"
  `);
  // A cancelled request comes to it by its label.
  expect(behaviour('queued-cancel', patchOf(diff))).toMatchObject({ unknown: null });
  expect(behaviour('dw1-self-destroy', patchOf(diff)).outcomes).toEqual(
    behaviour('dw1-self-destroy', kernel('2.6.20')).outcomes,
  );
});

it('a statement that is taken out', () => {
  const diff = inAio(
    515,
    `
 	list_del(&req->ki_list);		/* remove from active_reqs */
-	req->ki_cancel = NULL;
 	req->ki_retry = NULL;
`,
  );
  expect(editsOf(diff)).toMatchInlineSnapshot(`
    "edit(__aio_put_req, {
      replace: {
        methods: {
          run(k, f) {
            k.kiocb(f.req).ki_retry = 'NULL';
            return 'fput';
          },
        },
      },
    }),"
  `);
});

it('a branch that is taken out', () => {
  const diff = inAio(
    472,
    `
 
-	if (unlikely(!ctx->reqs_active && ctx->dead))
-		wake_up(&ctx->wait);
+	wake_up(&ctx->wait);
 }
`,
  );
  expect(editsOf(diff)).toMatchInlineSnapshot(`
    "edit(really_put_req, {
      remove: ['dead'],
    }),"
  `);
});

it('another condition', () => {
  const diff = inAio(
    472,
    `
 
-	if (unlikely(!ctx->reqs_active && ctx->dead))
+	if (unlikely(!ctx->reqs_active || ctx->dead))
 		wake_up(&ctx->wait);
 }
`,
  );
  expect(editsOf(diff)).toMatchInlineSnapshot(`
    "edit(really_put_req, {
      replace: {
        dead: {
          run: (k, f) => k.kioctx(f.ctx).reqs_active !== 0 ? 'dead_2' : 'wake',
        },
      },
      after: {
        dead: {
          dead_2: {
            run: (k, f) => k.kioctx(f.ctx).dead ? 'wake' : 'return',
          },
        },
      },
    }),"
  `);
  expect(behaviour('buffered', patchOf(diff)).outcomes).toEqual(behaviour('buffered', kernel('2.6.20')).outcomes);
});

it('what a diff takes out and another puts in again is as it was', () => {
  const out = inAio(
    1589,
    ` 	spin_unlock_irq(&ctx->ctx_lock);\n-	aio_put_req(req);	/* drop extra ref to req */\n 	return 0;\n`,
  );
  const back = inAio(1589, ` 	spin_unlock_irq(&ctx->ctx_lock);\n+	aio_put_req(req);\n 	return 0;\n`);
  expect(behaviour('buffered', patchOf([out, back]))).toEqual(behaviour('buffered', kernel('2.6.20')));
});
