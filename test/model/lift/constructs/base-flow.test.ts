/** New code that leads into the base's, and code of the base that is moved, changed or taken out. */
import { describe, expect, it } from 'vitest';
import { kernel } from '../../../properties/aio/decide.ts';
import { behaviour, patchOf } from '../lifting.ts';
import { diffOf, editsOf, hunk, inAio } from './small-diffs.ts';

it('goto a label that stays', () => {
  const diff = inAio(
    966,
    `
 	 */
+	if (iocb->ki_users == 1)
+		goto put_rq;
 	if (kiocbIsCancelled(iocb))
`,
  );
  expect(editsOf(diff)).toMatchInlineSnapshot(`
    "edit(aio_complete, {
      before: {
        cancelled: {
          ki_users: {
            run: (k, f) => k.kiocb(f.iocb).ki_users === 1 ? 'put_rq' : 'cancelled',
          },
        },
      },
    }),"
  `);
});

it('break out of a loop of the base, and continue in it', () => {
  const diff = inAio(
    1158,
    `
 			ret = aio_read_evt(ctx, &ent);
+			if (ctx->dead)
+				break;
+			if (ret < 0)
+				continue;
 			if (ret)
`,
  );
  expect(editsOf(diff)).toMatchInlineSnapshot(`
    "edit(read_events, {
      before: {
        got: {
          dead: {
            run: (k, f) => k.kioctx(f.ctx).dead ? 'running' : 'decide',
          },
          decide: {
            go: (f) => f.ret < 0 ? 'go_on' : 'got',
          },
          go_on: {
            go: () => 'interruptible',
          },
        },
      },
    }),"
  `);
});

it('an early return', () => {
  const diff = inAio(
    957,
    ` 	 */\n+	if (ctx->dead)\n+		return 0;\n+\n 	spin_lock_irqsave(&ctx->ctx_lock, flags);\n`,
  );
  expect(editsOf(diff)).toMatchInlineSnapshot(`
    "edit(aio_complete, {
      before: {
        lock: {
          dead: {
            run: (k, f) => k.kioctx(f.ctx).dead ? 'ret' : 'lock',
          },
          ret: {
            go(f) {
              f.ret = 0;
              return 'return';
            },
          },
        },
      },
    }),"
  `);
});

it('a condition around a statement that stays', () => {
  const diff = inAio(
    1001,
    `
 
-	if (waitqueue_active(&ctx->wait))
-		wake_up(&ctx->wait);
+	if (ret) {
+		if (waitqueue_active(&ctx->wait))
+			wake_up(&ctx->wait);
+	}
 
`,
  );
  expect(editsOf(diff)).toMatchInlineSnapshot(`
    "edit(aio_complete, {
      before: {
        active: {
          decide: {
            go: (f) => f.ret !== 0 ? 'active' : 'unlock',
          },
        },
      },
    }),"
  `);
});

it('a condition around a step that several lead to', () => {
  const diff = inAio(
    1165,
    `
 				break;
-			schedule();
+			if (!ctx->dead)
+				schedule();
 			if (signal_pending(tsk)) {
`,
  );
  const edits = editsOf(diff);
  // Whether there is a timeout or not.
  expect(edits).toMatch(/before: \{\n\s*sleep: \{|got: rerouted\([^)]*\), \{ sleep: /);
  expect(edits).toMatchInlineSnapshot();
});

it('else if behind a branch of the base', () => {
  const diff = inAio(
    729,
    `
 		aio_complete(iocb, ret, 0);
+	} else if (ret == -EIOCBRETRY) {
+		iocb->ki_left = 0;
 	}
`,
  );
  expect(editsOf(diff)).toMatchInlineSnapshot(`
    "edit(aio_run_iocb, {
      replace: {
        promised: rerouted(stepOf(aio_run_iocb, 'promised'), { out: 'decide' }),
        queue_work: rerouted(stepOf(aio_run_iocb, 'queue_work'), {}, 'return'),
      },
      after: {
        queue_work: {
          decide: {
            go: (f) => f.ret === -EIOCBRETRY ? 'ki_left' : 'out',
          },
          ki_left: {
            run(k, f) {
              k.kiocb(f.iocb).ki_left = 0;
              return 'out';
            },
          },
        },
      },
    }),"
  `);
});

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
        cancelled: rerouted(stepOf(aio_complete, 'cancelled'), { put_rq: 'put_rq' }),
        publish: rerouted(stepOf(aio_complete, 'publish'), {}, 'active'),
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
      replace: {
        count: rerouted(stepOf(really_put_req, 'count'), {}, 'wake'),
      },
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
          run: (k, f) => k.kioctx(f.ctx).reqs_active !== 0 ? 'dead' : 'wake',
        },
      },
      after: {
        dead: {
          dead: {
            run: (k, f) => k.kioctx(f.ctx).dead ? 'wake' : 'return',
          },
        },
      },
    }),"
  `);
  expect(behaviour('buffered', patchOf(diff)).outcomes).toEqual(behaviour('buffered', kernel('2.6.20')).outcomes);
});

describe('behind a statement that has several steps', () => {
  const diff = diffOf(
    'fs/direct-io.c',
    hunk(
      286,
      `
 		int ret = dio_complete(dio, dio->iocb->ki_pos, 0);
+		if (ret > 0)
+			ret = -EIO;
 		aio_complete(dio->iocb, ret, 0);
`,
    ),
  );

  it('new code is run', () => {
    const { outcomes } = behaviour('dw1', patchOf(diff));
    expect(outcomes.map((outcome) => (JSON.parse(outcome) as { events?: unknown }).events)).toEqual([
      { '0': [[-5, 0]] },
    ]);
  });
});

it('what a diff takes out and another puts in again is as it was', () => {
  const out = inAio(
    1589,
    ` 	spin_unlock_irq(&ctx->ctx_lock);\n-	aio_put_req(req);	/* drop extra ref to req */\n 	return 0;\n`,
  );
  const back = inAio(1589, ` 	spin_unlock_irq(&ctx->ctx_lock);\n+	aio_put_req(req);\n 	return 0;\n`);
  expect(behaviour('buffered', patchOf([out, back]))).toEqual(behaviour('buffered', kernel('2.6.20')));
});
