/** A counterexample as a mail to a list takes it. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mail, MAIL_WIDTH } from '../../../counterexamples/formats/mail.ts';
import type { Property } from '../../../properties/checker/property.ts';
import { assertLaw } from '../../law.ts';
import { act, fn, tinyModel } from '../../models/tiny-kernel.ts';
import { shippedMinimum, shortest } from './rendered.ts';
import { hostile, spoil } from './spoilt.ts';

const { rendered: lostWakeup } = shippedMinimum('buffered-reader', 'post-eiocbqueued', 'no-lost-wakeup');
const { rendered: doubly } = shippedMinimum('dw1-inval', '2.6.20', 'no-double-completion');
const { rendered: freed } = shippedMinimum('dw1-inval', '2.6.20', 'no-use-after-free');

/** Each sets the result to the next number if it comes right behind the one before it. */
const inARow = (...contexts: string[]) =>
  shortest(
    tinyModel([], {
      contexts: Object.fromEntries(
        contexts.map((name, nth) => [
          name,
          fn(`f${nth}`, {
            count: act((k) => {
              if (k.root(0).result === nth) k.root(0).result = nth + 1;
            }),
          }),
        ]),
      ),
      domains: { result: [...contexts.keys(), contexts.length] },
    }),
    {
      name: 'never-in-a-row',
      meaning: 'They do not come one behind the other.',
      reason: 'a test',
      antecedent: { text: 'always', reached: (_, situation) => situation.contexts.length > 0 },
      always: (k) =>
        (k as { root: (id: number) => { result: number } }).root(0).result === contexts.length ? 'all in a row' : null,
    } satisfies Property<unknown>,
  ).rendered;

const subjects = new Map([
  ['lost wakeup', lostWakeup],
  ['double completion', doubly],
  ['use after free', freed],
  ['three contexts', inARow('a', 'b', 'c')],
  ['four contexts', inARow('a', 'b', 'c', 'd')],
]);

const isAscii = (text: string): boolean => /^[\n -~]*$/.test(text);

describe('a mail', () => {
  it('of a lost wakeup says who looked too early, in two columns', () => {
    expect(`\n${mail(lostWakeup)}\n`).toMatchInlineSnapshot(`
      "
      post-eiocbqueued (insert-at-last-put and record-in-complete) violates
      no-lost-wakeup: reader sleeps in read_events() for ever, and the ring
      holds an event.

      CPU0 (submitter)                     CPU1 (reader)
      aio_run_iocb() -> aio_complete()
      1 if (waitqueue_active(&ctx->wait))
        [not taken, kioctx.wait is []]
                                           add_wait_queue_exclusive()
                                           2 __add_wait_queue_tail(q, wait)
                                             [kioctx.wait: + wait_queue_t[1]]
                                           read_events() -> aio_read_evt()
                                           3 if (ring->head == ring->tail)
                                               goto out
                                             [taken, kioctx.ring_tail is 0]
                                           read_events() -> schedule()
                                           4 if (prev->state)
                                               deactivate_task(prev, rq)
                                             [taken, task_struct[1].on_rq:
                                              true -> false]
      aio_ring_insert_entry()
      5 ring->tail = tail
        [kioctx.ring_tail: 0 -> 1]

      Every schedule fails in which 1 comes before 2 and 3 comes before 5.
      With one of these turned round it can pass. Lines: fs/aio.c 1:1002
      3:1027 5:195+, kernel/wait.c 2:38, kernel/sched.c 4:3473.
      npx kioctx replay \\
        traces/post-eiocbqueued.buffered-reader.no-lost-wakeup.trace.json
      "
    `);
  });

  it('of a double completion names the chance that went wrong', () => {
    expect(`\n${mail(doubly)}\n`).toMatchInlineSnapshot(`
      "
      2.6.20 violates no-double-completion: the completion of request 0 begins
      a second time.

      CPU0 (submitter)                     CPU1 (bio0.0, irq)
      generic_file_direct_IO() ->
        direct_io_worker()
      1 ret2 = --dio->refcount
        [ret2 = 1, dio.refcount: 2 -> 1]
      generic_file_direct_write() ->
        generic_file_direct_IO()
      2 err =
          invalidate_inode_pages2_range(
          mapping, ...)
        [err = -EIO]
        if (err) retval = err
        [retval = -EIO (was
         -EIOCBQUEUED)]
      aio_run_iocb() -> aio_complete()
      3 ctx = iocb->ki_ctx
        [res is -EIO]
                                           bio_endio() -> dio_bio_end_aio()
                                           4 remaining = --dio->refcount
                                             [dio.refcount: 1 -> 0]

      Every schedule fails in which 3 comes before 4. With that turned round
      it can pass. Lines: fs/direct-io.c 1:1111 4:280, mm/filemap.c 2:2416,
      fs/aio.c 3:927.
      npx kioctx replay \\
        traces/2.6.20.dw1-inval.no-double-completion.trace.json
      "
    `);
  });

  it('has a mark under the bad access', () => {
    const lines = mail(freed).split('\n');
    const mark = lines.findIndex((line) => line.includes('*** use after free ***'));
    expect(lines[mark - 1]).toMatch(/^ *\^+$/);
    const [at = 0, width = 0] = [lines[mark - 1]?.indexOf('^'), lines[mark - 1]?.trim().length];
    expect(lines[mark - 2]?.slice(at, at + width).trim()).not.toBe('');
  });

  it.each([lostWakeup, doubly])(
    'has less than 30 lines, of at most 72 characters that every mail program has',
    (one) => {
      const text = mail(one);
      expect(isAscii(text)).toBe(true);
      expect(text.split('\n').length).toBeLessThan(30);
      expect(Math.max(...text.split('\n').map(({ length }) => length))).toBeLessThanOrEqual(MAIL_WIDTH);
    },
  );

  it('has a column for each of up to three contexts', () => {
    expect(mail(inARow('a', 'b', 'c')).split('\n')).toContainEqual(
      expect.stringMatching(/^CPU0 \(a\) +CPU1 \(b\) +CPU2 \(c\)$/),
    );
  });

  it('has the names one below the other, each above its column, where one is too long for that', () => {
    const lines = mail(inARow('submitter', 'timer.second-submitter', 'c')).split('\n');
    const heads = lines.filter((line) => line.includes('CPU'));
    expect(heads.map((head) => head.trim())).toEqual(['CPU0 (submitter)', 'CPU1 (timer.second-submitter)', 'CPU2 (c)']);
    expect(heads.map((head) => head.indexOf('CPU'))).toEqual(
      ['f0()', 'f1()', 'f2()'].map((proc) => lines.find((line) => line.includes(proc))?.indexOf(proc)),
    );
  });

  it('has numbered lines for four contexts', () => {
    expect(`\n${mail(inARow('a', 'b', 'c', 'd'))}\n`).toMatchInlineSnapshot(`
      "
      a patch violates never-in-a-row: all in a row.

      1 a, f0(): as the C says
        [root.result: 0 -> 1]
      2 b, f1(): as the C says
        [root.result: 1 -> 2]
      3 c, f2(): as the C says
        [root.result: 2 -> 3]
      4 d, f3(): as the C says
        [root.result: 3 -> 4]

      Every schedule fails in which 1 comes before 2, 2 comes before 3 and 3
      comes before 4. With one of these turned round it can pass. Lines: f0.c
      1:1, f1.c 2:1, f2.c 3:1, f3.c 4:1.
      "
    `);
  });

  it('says what is wrong alone, where nothing says what matters', () => {
    expect(mail({ ...doubly, explanation: null, replay: 'the command' }).split('\n')).toEqual([
      '2.6.20 violates no-double-completion',
      'the completion of request 0 begins a second time',
      'the command',
    ]);
  });

  it('is no wider, and has no control characters, whatever names, statements and messages hold', () => {
    assertLaw(
      fc.property(hostile, fc.constantFrom(...subjects.keys()), (text, name) => {
        const one = subjects.get(name) ?? lostWakeup;
        const lines = mail(spoil(one, text)).split('\n');
        for (const line of lines) {
          expect(line).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
          expect(line.length).toBeLessThanOrEqual(MAIL_WIDTH);
        }
      }),
      50,
    );
  });
});
