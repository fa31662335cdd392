/** New code that leads into the base's. */
import { expect, it } from 'vitest';
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
            go: (f) => f.ret < 0 ? 'interruptible' : 'got',
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
  expect(edits).toMatchInlineSnapshot(`
    "edit(read_events, {
      before: {
        sleep: {
          dead: {
            run: (k, f) => k.kioctx(f.ctx).dead ? 'may_be_signalled' : 'sleep',
          },
        },
      },
    }),"
  `);
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

it('new code behind a statement that has several steps is run', () => {
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

  const told = behaviour('dw1', patchOf(diff)).outcomes.map(
    (outcome) => (JSON.parse(outcome) as { events?: Record<string, unknown> }).events?.['0'],
  );
  // The submitter may be the last, and completes it then.
  expect(told).toEqual([[[-5, 0]], [[16384, 0]]]);
});
