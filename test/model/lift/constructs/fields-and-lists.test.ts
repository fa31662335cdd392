/** Fields, bits, locks and lists, those that a patch adds among them. */
import { describe, expect, it } from 'vitest';
import { fatesOf, refusalOf } from '../lifting.ts';
import { diffOf, editsOf, hunk, inAio, inComplete, told } from './small-diffs.ts';

describe('a new field', () => {
  const inKiocb = (line: string) =>
    diffOf('include/linux/aio.h', hunk(121, ` 						 * for cancellation */\n+	${line}\n };\n`));

  const behindUser = (text: string) =>
    inAio(1567, ` 	req->ki_obj.user = user_iocb;\n${text}\n 	req->ki_user_data = iocb->aio_data;\n`);

  it('that is a number', () => {
    expect(editsOf(inKiocb('int ki_tries;') + behindUser('+	req->ki_tries = 1;\n+	req->ki_tries++;')))
      .toMatchInlineSnapshot(`
      "edit(io_submit_one, {
        locals: { ki_tries: 'long' },
        before: {
          fill: {
            ki_tries: {
              run(k, f) {
                k.kiocb(f.req).ki_tries = 1;
                return 'ki_tries_2';
              },
            },
            ki_tries_2: {
              run(k, f) {
                f.ki_tries = k.kiocb(f.req).ki_tries;
                return 'ki_tries_3';
              },
            },
            ki_tries_3: {
              run(k, f) {
                k.kiocb(f.req).ki_tries = f.ki_tries + 1;
                f.ki_tries = 0;
                return 'fill';
              },
            },
          },
        },
      }),"
    `);
  });

  it('of struct kioctx, which is zeroed, begins as nothing', () => {
    const fields = diffOf(
      'include/linux/aio.h',
      hunk(190, ` \n+	struct kiocb *last;\n+	bool seen;\n+	int nr_done;\n 	int			reqs_active;\n`),
    );
    expect(told(fields + inComplete('\tif (!ctx->last && !ctx->seen && !ctx->nr_done)\n\t\tres = 7;'))).toEqual([7]);
  });

  it('of struct kioctx may be set to that where contexts are made', () => {
    const fields = diffOf(
      'include/linux/aio.h',
      hunk(190, ` \n+	spinlock_t		done_lock;\n+	int			nr_done;\n 	int			reqs_active;\n`),
    );
    const made = hunk(
      224,
      ` 	spin_lock_init(&ctx->ctx_lock);\n+	spin_lock_init(&ctx->done_lock);\n+	ctx->nr_done = 0;\n 	spin_lock_init(&ctx->ring_info.ring_lock);\n`,
    );
    const used = inComplete('\tspin_lock(&ctx->done_lock);\n\tctx->nr_done++;\n\tspin_unlock(&ctx->done_lock);');
    const whole = fields + used.replace('@@', `${made}\n@@`);
    expect(fatesOf(whole).filter((fate) => fate.includes('a new context holds that already'))).toHaveLength(2);
    expect(refusalOf(whole.replace('nr_done = 0', 'nr_done = 1'))[0]).toContain('part of the state at the start');
  });

  it('that is a pointer', () => {
    expect(editsOf(inKiocb('struct kioctx *ki_home;') + behindUser('+	req->ki_home = ctx;'))).toMatchInlineSnapshot(`
      "edit(io_submit_one, {
        before: {
          fill: {
            ki_home: {
              run(k, f) {
                k.kiocb(f.req).ki_home = f.ctx;
                return 'fill';
              },
            },
          },
        },
      }),"
    `);
  });

  it('that is a lock', () => {
    expect(
      editsOf(
        inKiocb('spinlock_t ki_lock;') + behindUser('+	spin_lock(&req->ki_lock);\n+	spin_unlock(&req->ki_lock);'),
      ),
    ).toMatchInlineSnapshot(`
      "edit(io_submit_one, {
        before: {
          fill: {
            lock_2: {
              acquire: (k, f) => k.kiocb(f.req).ki_lock,
              then: 'unlock_2',
            },
            unlock_2: {
              release: (k, f) => k.kiocb(f.req).ki_lock,
              then: 'fill',
            },
          },
        },
      }),"
    `);
  });
});

it('a new bit of ki_flags is a field', () => {
  const header = diffOf(
    'include/linux/aio.h',
    hunk(
      36,
      ' #define KIF_CANCELLED		2\n+#define KIF_SEEN		3\n+#define kiocbIsSeen(x)	test_bit(KIF_SEEN, &(x)->ki_flags)\n \n',
    ),
  );
  expect(editsOf(header + inComplete('\tif (kiocbIsSeen(iocb))\n\t\tres = 1;\n\tset_bit(KIF_SEEN, &iocb->ki_flags);')))
    .toMatchInlineSnapshot(`
    "edit(aio_complete, {
      before: {
        lock: {
          seen: {
            run: (k, f) => k.kiocb(f.iocb).KIF_SEEN ? 'res' : 'seen_2',
          },
          res: {
            go(f) {
              f.res = 1;
              return 'seen_2';
            },
          },
          seen_2: {
            run(k, f) {
              k.kiocb(f.iocb).KIF_SEEN = true;
              return 'lock';
            },
          },
        },
      },
    }),"
  `);
});

it('a lock that is taken besides', () => {
  const diff = inAio(
    541,
    `
 	spin_lock_irq(&ctx->ctx_lock);
+	spin_lock(&fput_lock);
 	ret = __aio_put_req(ctx, req);
+	spin_unlock(&fput_lock);
 	spin_unlock_irq(&ctx->ctx_lock);
`,
  );
  expect(editsOf(diff)).toMatchInlineSnapshot(`
    "edit(aio_put_req, {
      before: {
        put: {
          lock_2: {
            acquire: (k, f) => k.aio_globals(GLOBALS).fput_lock,
            then: 'put',
          },
        },
        unlock: {
          unlock_2: {
            release: (k, f) => k.aio_globals(GLOBALS).fput_lock,
            then: 'unlock',
          },
        },
      },
    }),"
  `);
});

describe('lists', () => {
  it('list_empty and list_add', () => {
    expect(editsOf(inComplete('\tif (list_empty(&iocb->ki_list))\n\t\tlist_add(&iocb->ki_list, &ctx->active_reqs);')))
      .toMatchInlineSnapshot(`
        "edit(aio_complete, {
          before: {
            lock: {
              ki_list: {
                run: (k, f) => (k.kiocb(f.iocb).ki_list === 'empty') ? 'ki_list_2' : 'lock',
              },
              ki_list_2: {
                run(k, f) {
                  k.kiocb(f.iocb).ki_list = 'active_reqs';
                  list_add(f.iocb, k.kioctx(f.ctx).active_reqs);
                  k.publish('kiocb', f.iocb);
                  return 'lock';
                },
              },
            },
          },
        }),"
      `);
  });

  it('list_del_init', () => {
    const diff = inAio(
      514,
      `
 		return 0;
-	list_del(&req->ki_list);		/* remove from active_reqs */
+	list_del_init(&req->ki_list);
 	req->ki_cancel = NULL;
`,
    );
    expect(editsOf(diff)).toMatchInlineSnapshot(`
      "edit(__aio_put_req, {
        replace: {
          unlink: {
            run(k, f) {
              ki_list_del(k, f.req, 'empty');
              return 'methods';
            },
          },
        },
      }),"
    `);
  });
});
