/** Patches that give something else to what the base asks, and what is known of values only as far as the model has them. */
import { describe, expect, it } from 'vitest';
import { behaviour, fatesOf, patchOf, refusalOf, verdictsOf } from '../lifting.ts';
import { diffOf, hunk, inAio, inComplete, told } from './small-diffs.ts';

const inFilemap = (start: number, text: string): string => diffOf('mm/filemap.c', hunk(start, text));
const inDirectIo = (start: number, text: string): string => diffOf('fs/direct-io.c', hunk(start, text));
const trapOf = (diff: string): string => /=> trap (.*)$/m.exec(fatesOf(diff).join('\n'))?.[1] ?? 'none';

/** The ends of all schedules: the oops, or the result of the request's event, or nothing. */
const endsOf = (scenario: string, diff: string): unknown => {
  const { outcomes, unknown } = behaviour(scenario, patchOf(diff));
  if (unknown !== null) return unknown;
  return outcomes.map((outcome) => {
    const { oops, events } = JSON.parse(outcome) as { oops?: string; events?: Record<string, [number, number][]> };
    return oops ?? events?.['0']?.[0]?.[0] ?? null;
  });
};

describe('a condition that always comes out one way is asked again where the patch gives another value to what it tests:', () => {
  it.each([
    [
      'an error before the I/O',
      'dw1',
      inFilemap(2409, ` 	retval = filemap_write_and_wait(mapping);\n+	retval = -EIO;\n 	if (retval == 0) {\n`),
      [-5],
    ],
    [
      'what a BUG_ON says that it never is',
      'dw1',
      inDirectIo(1090, ` 	 */\n+	ret = -EIOCBQUEUED;\n 	BUG_ON(ret == -EIOCBQUEUED);\n`),
      ['bug_on:direct_io_worker'],
    ],
  ])('%s', (_, scenario, diff, ends) => expect(endsOf(scenario, diff)).toEqual(ends));

  it.each([
    [
      'where it leads to what is not shown',
      inAio(1561, ` 	ret = put_user(req->ki_key, &user_iocb->aio_key);\n+	ret = -EFAULT;\n 	if (unlikely(ret)) {\n`),
      'fs/aio.c:1563 of io_submit_one()',
    ],
    [
      'where it is not shown itself',
      inAio(1576, ` \n 	ret = aio_setup_iocb(req);\n+	ret = -EINVAL;\n \n`),
      'the model takes one way there always',
    ],
    [
      'where nothing is put into it any more',
      inFilemap(2408, ` \n-	retval = filemap_write_and_wait(mapping);\n 	if (retval == 0) {\n`),
      'retval may be read before anything is put into it',
    ],
    [
      'where it leads to a second request of one user',
      inAio(
        411,
        ` 	req = kmem_cache_alloc(kiocb_cachep, GFP_KERNEL);\n+	req = NULL;\n 	if (unlikely(!req))\n 		return NULL;\n`,
      ),
      'the model has no room for it',
    ],
  ])('which is a trap %s', (_, diff, why) => expect(endsOf('dw1', diff)).toContain(why));
});

describe('a local that the patch leaves without its first value is none that holds the last one', () => {
  it('in new code', () => {
    const diff = inAio(
      972,
      `-	tail = info->tail;\n+	event = aio_ring_event(info, tail, KM_IRQ0);\n-	event = aio_ring_event(info, tail, KM_IRQ0);\n`,
    );
    expect(fatesOf(diff).join('\n')).toContain('trap');
  });
  it('in steps that stay', () => {
    const diff = inAio(1207, ` 	write_lock(&mm->ioctx_list_lock);\n-	was_dead = ioctx->dead;\n 	ioctx->dead = 1;\n`);
    expect(refusalOf(diff)[0]).toContain('was_dead may be read before anything is put into it');
  });
  it('nor is a pointer that the model has from the beginning', () => {
    const diff = inAio(
      970,
      `-	ring = kmap_atomic(info->ring_pages[0], KM_IRQ1);\n \n 	tail = info->tail;\n 	event = aio_ring_event(info, tail, KM_IRQ0);\n`,
    );
    // Where no line is shown that uses it, nothing is known of that.
    expect([...refusalOf(diff), ...fatesOf(diff)].join('\n')).toMatch(/given no value|without aio_complete/);
  });
});

describe('what the model has of it is not enough:', () => {
  it.each([
    ['an object that is zeroed as a whole', 'memset(iocb, 0, sizeof(*iocb));', 'it is zeroed as a whole'],
    ['one of two links', 'iocb->ki_run_list.next = NULL;', 'of links the model has whether both are NULL'],
    ['bits as numbers', 'if ((iocb->ki_filp->f_flags & O_SYNC) == 1)\n\t\tres = 1;', 'which has no numbers here'],
    [
      'what the user has',
      'long x = 0;\n\n\tget_user(x, &event->data);\n\tif (x)\n\t\tres = 1;',
      'nothing here decides x',
    ],
    ['a part that nothing decides', 'res = jiffies ?: 1;', 'nothing here decides it'],
    ['a name that every object of JavaScript has', 'if (constructor)\n\t\tres = 1;', 'constructor is unknown'],
    ['a step of an index', 'copy_from_user(&tmp, &iocbpp[res++], 8);', 'unknown'],
    ['another queue of works', 'flush_workqueue(keventd_wq);', 'its argument 1 is aio_wq in the model'],
  ])('%s', (_, text, why) => expect(trapOf(inComplete(`\t${text}`))).toContain(why));

  it('how many pages there are', () => {
    const diff = inFilemap(
      2413,
      `-		if (rw == WRITE && mapping->nrpages) {\n+		if (rw == WRITE && mapping->nrpages > 1) {\n`,
    );
    expect(trapOf(diff)).toContain('which has no numbers here');
  });

  it('what becomes of an event between the ring and the user', () => {
    const diff = inAio(1177, `-		if (unlikely(ret <= 0))\n+		if (unlikely(ret <= 1))\n 			break;\n`);
    expect(refusalOf(diff)[0]).toContain('an event that is taken off the ring counts as handed to the user');
  });
});

describe('and where it is, it is right:', () => {
  it('likely() says whether', () => {
    expect(told(inComplete('\tres = 5;\n\tres = likely(res) + unlikely(0);'))).toEqual([1]);
  });

  it.each([
    ['copies from and to the user may sleep', 'put_user(1, &event->obj);', 'no-sleep-in-atomic'],
    [
      'what is constant of an object is read of it',
      'aio_put_req(iocb);\n\taio_put_req(iocb);\n\tres = iocb->ki_nbytes;',
      'no-use-after-free',
    ],
  ])('%s', (_, text, property) => {
    const body =
      property === 'no-sleep-in-atomic'
        ? `spin_lock_irq(&ctx->ctx_lock);\n\t${text}\n\tspin_unlock_irq(&ctx->ctx_lock);`
        : text;
    expect(verdictsOf('buffered', patchOf(inComplete(`\t${body}`)))[property]).toBe('violated');
  });
});
