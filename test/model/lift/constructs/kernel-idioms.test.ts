/** How the kernel walks lists, calls methods and looks at flags, in functions of our own: what they come to, told by an event. */
import { describe, expect, it } from 'vitest';
import { fatesOf, lifted, patchOf, verdictsOf } from '../lifting.ts';
import { diffOf, hunk, inAio, inComplete, told, withFunctions } from './small-diffs.ts';

/** A function that aio_complete() calls with the lock that it then takes; what it returns is told. */
const underLock = (body: string, call = 'f(ctx, iocb)'): string =>
  withFunctions(
    `static long f(struct kioctx *ctx, struct kiocb *iocb)\n{\n${body}\n}`,
    `\tspin_lock_irq(&ctx->ctx_lock);\n\tres = ${call};\n\tspin_unlock_irq(&ctx->ctx_lock);`,
  );

const trapOf = (diff: string): string => /=> trap (.*)$/m.exec(fatesOf(diff).join('\n'))?.[1] ?? 'none';

describe('a walk over a list', () => {
  it.each([
    [
      'list_for_each() comes to each entry',
      `	struct list_head *pos;
	long n = 0;

	list_for_each(pos, &ctx->active_reqs)
		n++;
	return n * 100 + ctx->reqs_active;`,
      101,
    ],
    [
      'to none of an empty list',
      `	struct list_head *pos;

	list_for_each(pos, &ctx->run_list)
		return 1;
	return 7;`,
      7,
    ],
    [
      'list_kiocb() is the request that is linked there',
      `	struct list_head *pos;

	list_for_each(pos, &ctx->active_reqs) {
		struct kiocb *req = list_kiocb(pos);

		if (req == iocb)
			return 42;
	}
	return 7;`,
      42,
    ],
    [
      'and so is list_entry() of the first',
      `	struct list_head *first = ctx->active_reqs.next;

	return list_entry(first, struct kiocb, ki_list) == iocb ? 42 : 7;`,
      42,
    ],
    [
      'break and continue',
      `	struct list_head *pos;
	long n = 0;

	list_for_each(pos, &ctx->active_reqs) {
		n++;
		if (n == 1)
			continue;
		break;
	}
	return n;`,
      1,
    ],
    [
      'an entry that is taken off on the way leads nowhere',
      `	struct list_head *pos;

	list_for_each(pos, &ctx->active_reqs)
		list_del_init(&iocb->ki_list);
	return 7;`,
      'bad_pointer:f',
    ],
    [
      'what is linked to nothing is taken off twice without harm',
      `	list_del_init(&iocb->ki_list);
	list_del_init(&iocb->ki_list);
	list_add(&iocb->ki_list, &ctx->active_reqs);
	return 7;`,
      7,
    ],
    [
      'links that were made NULL are none',
      `	iocb->ki_run_list.next = iocb->ki_run_list.prev = NULL;
	if (iocb->ki_run_list.prev)
		return 1;
	INIT_LIST_HEAD(&iocb->ki_run_list);
	return iocb->ki_run_list.prev && list_empty(&iocb->ki_run_list) ? 42 : 7;`,
      42,
    ],
  ])('%s', (_, body, expected) => expect(told(underLock(body))).toEqual([expected]));

  it.each([
    [
      'another member than the one that links it',
      '\treturn list_entry(ctx->active_reqs.next, struct kiocb, ki_run_list) == iocb;',
      'it is no link by ki_run_list',
    ],
    [
      'a pointer that is given links of two kinds',
      `	struct list_head *pos = ctx->active_reqs.next;

	pos = ctx->run_list.next;
	return list_kiocb(pos) == iocb;`,
      'it is no link by ki_list',
    ],
    [
      'a loop that has other arguments',
      '\tstruct kiocb *req;\n\n\tlist_for_each_entry(req, &ctx->active_reqs, ki_list)\n\t\treturn 1;\n\treturn 0;',
      'of loops over lists, list_for_each() alone is lifted',
    ],
  ])('%s is no walk that is lifted', (_, body, why) => expect(trapOf(underLock(body))).toContain(why));
});

describe('a method', () => {
  it.each([
    [
      'is there, or is NULL',
      `	int (*cancel)(struct kiocb *, struct io_event *) = iocb->ki_cancel;
	ssize_t (*retry)(struct kiocb *);

	retry = iocb->ki_retry;
	return (cancel ? 10 : 20) + (NULL != retry ? 1 : 2);`,
      21,
    ],
    ['is an oops where it is NULL and called', '\tiocb->ki_cancel(iocb, NULL);\n\treturn 7;', 'bad_pointer:f'],
  ])('%s', (_, body, expected) => expect(told(underLock(body))).toEqual([expected]));

  it('is called where it is there', () => {
    const diff = inComplete('\tif (iocb->ki_retry && res2 == 1)\n\t\tres = iocb->ki_retry(iocb);');
    expect(trapOf(diff)).toBe('none');
    expect(told(diff)).toEqual([16384]);
  });
});

describe('a look', () => {
  it.each([
    [
      'at how a file was opened',
      'res = iocb->ki_filp->f_flags & O_SYNC ? 1 : iocb->ki_filp->f_flags & O_DIRECT ? 2 : 3;',
      3,
    ],
    ['at what a request does', 'res = iocb->ki_opcode == IOCB_CMD_PWRITE ? 42 : 7;', 42],
    ['at whether somebody waits for it himself', 'res = is_sync_kiocb(iocb) ? 1 : 42;', 42],
    [
      'at all flags, which are taken back at once',
      'kiocbSetKicked(iocb);\n\tiocb->ki_flags = 0;\n\tres = kiocbIsKicked(iocb) ? 1 : 42;',
      42,
    ],
    [
      'under a lock for many readers',
      'read_lock(&ctx->mm->ioctx_list_lock);\n\tres = ctx->mm->ioctx_list == ctx ? 42 : 7;\n\tread_unlock(&ctx->mm->ioctx_list_lock);',
      42,
    ],
  ])('%s', (_, text, expected) => expect(told(inComplete(`\t${text}`))).toEqual([expected]));

  it('at what the model has nothing of finds that the object is gone', () => {
    const diff = withFunctions(
      'static void f(struct kiocb *iocb)\n{\n\tiocb->ki_user_data = 0;\n}',
      '\taio_put_req(iocb);\n\taio_put_req(iocb);\n\tf(iocb);',
    );
    expect(verdictsOf('buffered', patchOf(diff))['no-use-after-free']).toBe('violated');
  });
});

describe('a work', () => {
  it.each([
    ['is queued with a delay, and waits for its timer', 1, 'queue_delayed_work'],
    ['is queued without one as any other', 0, 'queue_work'],
  ])('%s', (_, delay, called) => {
    const fates = fatesOf(inComplete(`\tqueue_delayed_work(aio_wq, &ctx->wq, ${delay});`)).join('\n');
    expect(fates).toMatch(new RegExp(`=> lifted ${called}$`, 'm'));
  });
});

describe('a lock that interrupts take', () => {
  it.each(['spin_lock(&ctx->ctx_lock);', 'spin_unlock(&ctx->ctx_lock);'])(
    'is not taken or dropped with interrupts as they are: %s',
    (text) => expect(trapOf(inComplete(`\t${text}`))).toContain('an interrupt takes this lock too'),
  );
  it('is another than one that they do not take', () => {
    expect(trapOf(inComplete('\tspin_lock(&fput_lock);\n\tspin_unlock(&fput_lock);'))).toBe('none');
  });
});

describe('memory', () => {
  it.each([
    ['GFP_KERNEL', 'may sleep', true],
    ['GFP_ATOMIC', 'does not', false],
  ])('with %s %s', (flags, _, sleeps) => {
    const line = '\treq = kmem_cache_alloc(kiocb_cachep, GFP_KERNEL);';
    const more = ' \tif (unlikely(!req))\n \t\treturn NULL;\n \n';
    const rest = [
      'ki_flags = 0',
      'ki_users = 2',
      'ki_key = 0',
      'ki_ctx = ctx',
      'ki_cancel = NULL',
      'ki_retry = NULL',
      'ki_dtor = NULL',
      'private = NULL',
      'ki_iovec = NULL',
    ].map((text) => ` \treq->${text};`);
    const diff = inAio(
      411,
      `-${line}\n+${line.replace('GFP_KERNEL', flags)} /* so */\n${more}${rest.join('\n')}\n \tINIT_LIST_HEAD(&req->ki_run_list);\n`,
    );
    expect(lifted(diff).module.includes('k.might_sleep()')).toBe(sleeps);
  });
});

it('what is changed of a file whose functions are modelled without their lines is said not to be looked at', () => {
  const table = diffOf('fs/file_table.c', hunk(100, ` {\n-\tif (a)\n+\tif (b)\n`));
  const fates = fatesOf(`${table}${inComplete('\tres = 1;')}`);
  expect(fates[0]).toContain(
    'not looked at: of fs/file_table.c the model has fput(), __fput() and fget() as in 2.6.20',
  );
});
