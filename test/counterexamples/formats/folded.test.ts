/** A schedule folded to what matters. */
import { describe, expect, it } from 'vitest';
import { briefCode } from '../../../counterexamples/brief-code.ts';
import { folded, shownOf } from '../../../counterexamples/formats/folded.ts';
import type { RenderedSchedule } from '../../../counterexamples/formats/subject.ts';
import { plain, shippedMinimum } from './rendered.ts';

const { rendered: lostWakeup } = shippedMinimum('buffered-reader', 'post-eiocbqueued', 'no-lost-wakeup');
const { rendered: doubly } = shippedMinimum('dw1-inval', '2.6.20', 'no-double-completion');
const { rendered: freed } = shippedMinimum('dw1-inval', '2.6.20', 'no-use-after-free');
const { rendered: bug } = shippedMinimum('dw1-reader-destroy', '2.6.20', 'refcount-sound');
const minima = [lostWakeup, doubly, freed, bug];

const explained = ({ explanation }: RenderedSchedule) => {
  if (explanation === null) throw new Error('there is no explanation');
  return explanation;
};

const text = (rendered: RenderedSchedule, width: number): string =>
  folded(rendered.steps, explained(rendered), { width, style: plain, showValue: rendered.showValue });

/** Without line breaks, bars and blanks, so that a text is found however it is broken. */
const run = (lines: string): string => lines.replaceAll(/[\s│]/g, '');

const widths = [80, 100, 132, 200];

describe('a folded schedule', () => {
  it('is the statements that matter, and how many steps lie between', () => {
    expect(`\n${text(lostWakeup, 100)}\n`).toMatchInlineSnapshot(`
      "
      step │ submitter │ reader
           │ ⋮ 5 steps user_task() → sys_io_submit()  fs/aio.c
         6 │ 1634  for (i = 0; i < nr; i++)   taken, i is 0
           │ ⋮ 1 step → io_submit_one() → aio_get_req() → __aio_get_req()  fs/aio.c
         8 │  411  req = kmem_cache_alloc(kiocb_cachep, GFP_KERNEL); req->ki_users = 2; req->ki_key = 0;
           │       req->ki_ctx = ctx
           │  972- tail = info->tail; 977- event->obj = iocb->ki_obj.user; event->res = res; event->res2 =
           │       res2; 991- info->tail = tail; 992- ring->tail = tail   (aio_complete())
           │ ⋮ 27 steps → aio_run_iocb() → aio_complete() → __aio_put_req()  fs/aio.c
        36 │  511  req->ki_users--; BUG_ON(req->ki_users < 0); if (req->ki_users) return 0
           │       taken, kiocb[0].ki_users: 2 → 1
        37 │ 1002  if (waitqueue_active(&ctx->wait))   not taken, kioctx[0].wait is []   (aio_complete())
           │ ⋮ 6 steps → aio_put_req() → __aio_put_req()  fs/aio.c
        44 │  511  req->ki_users--; BUG_ON(req->ki_users < 0); if (req->ki_users) return 0
           │       not taken, kiocb[0].ki_users: 1 → 0
           │           │ ⋮ 9 steps user_task() → sys_io_getevents() → read_events()  fs/aio.c
        54 │           │ 1109  while (i < nr)   taken, i is 0
           │           │ ⋮ 1 step → aio_read_evt()  fs/aio.c
        56 │           │ 1027  if (ring->head == ring->tail) goto out   taken, kioctx[0].ring_tail is 0
           │           │ 1111  if (ret <= 0) break   goes on at 1130, ret is 0   (read_events())
           │           │ 1130  if (min_nr <= i) return i   not taken, i is 0
        57 │           │ 1154  while (i < nr)   taken, i is 0
           │           │ ⋮ 2 steps → add_wait_queue_exclusive()  kernel/wait.c
        60 │           │   38  __add_wait_queue_tail(q, wait)   kioctx[0].wait: [] → [wait_queue_t[1]]
           │           │ ⋮ 1 step read_events()  fs/aio.c
        62 │           │ 1157  set_task_state(tsk, TASK_INTERRUPTIBLE)
           │           │       task_struct[1].state: TASK_RUNNING → TASK_INTERRUPTIBLE
           │           │ ⋮ 1 step → aio_read_evt()  fs/aio.c
        64 │           │ 1027  if (ring->head == ring->tail) goto out   taken, kioctx[0].ring_tail is 0
           │           │ 1159  if (ret) break   goes on at 1161, ret is 0   (read_events())
           │           │ → schedule()  kernel/sched.c
        65 │           │ 3473  if (prev->state) deactivate_task(prev, rq)
           │           │       taken, task_struct[1].on_rq: true → false
           │ → aio_ring_insert_entry()  fs/aio.c
        66 │  195+ ring->tail = tail   kioctx[0].ring_tail: 0 → 1
           │ ⋮ 9 steps │
      "
    `);
  });

  it.each(widths)('leaves out nothing of the slice in %i columns', (width) => {
    for (const rendered of minima) {
      const whole = run(text(rendered, width));
      const matters = explained(rendered).statements.flatMap((statements, nth) =>
        statements.flatMap(({ because, isCall, path }, i) =>
          because.length === 0
            ? []
            : [{ isCall, path, c: run(briefCode(rendered.steps[nth]?.statements[i]?.c ?? '')) }],
        ),
      );
      const codes = matters.flatMap(({ isCall, c }) => (isCall ? [] : [c]));
      // As often as it matters.
      const missing = codes.filter((c) => whole.split(c).length - 1 < codes.filter((one) => one === c).length);
      expect(missing).toEqual([]);
      const functions = new Set(matters.flatMap(({ path }) => path.map((proc) => `${proc}()`)));
      expect([...functions].filter((one) => !whole.includes(one))).toEqual([]);
    }
  });

  it.each(widths)('counts each step once in %i columns: it is shown, or one of those that are not', (width) => {
    for (const rendered of minima) {
      const lines = text(rendered, width).split('\n');
      const numbers = lines.flatMap((line) => {
        const number = /^(?:⋮ *| *)(\d+) │/.exec(line)?.[1];
        return number === undefined ? [] : [Number(number)];
      });
      const shown = shownOf(rendered.steps, explained(rendered)).flatMap((those, nth) =>
        those.length > 0 ? [nth + 1] : [],
      );
      expect(numbers).toEqual(shown);
      let last = 0;
      let hidden = 0;
      for (const line of lines) {
        const number = Number(/^(?:⋮ *| *)(\d+) │/.exec(line)?.[1] ?? 0);
        hidden += Number(/│ ⋮ (\d+) steps?(?: |$)/.exec(line)?.[1] ?? 0);
        if (number === 0) continue;
        // In front of a number, a mark stands for those between.
        if (line.startsWith('⋮')) hidden = number - last - 1;
        expect(number - last - 1).toBe(hidden);
        [last, hidden] = [number, 0];
      }
      expect(rendered.steps.length - last).toBe(hidden);
    }
  });

  it.each(widths)('is not wider than %i columns', (width) => {
    for (const rendered of minima)
      expect(
        Math.max(
          ...text(rendered, width)
            .split('\n')
            .map(({ length }) => length),
        ),
      ).toBeLessThanOrEqual(width);
  });

  it('shows what a step came upon, even where no statement of it matters', () => {
    expect(text(freed, 100)).toMatch(/✗ use_after_free: kiocb/);
    const { statements } = explained(freed);
    const nothing = statements.map((those) => those.map((one) => ({ ...one, because: [] })));
    const last = shownOf(freed.steps, { statements: nothing, ours: [] }).map((those) => those.length);
    expect(last).toEqual(freed.steps.map(({ findings }) => (findings.length > 0 ? 1 : 0)));
  });
});

describe('a statement', () => {
  it('is told without comments, and without the lock that it asserts', () => {
    expect(briefCode('assert_spin_locked(&ctx->ctx_lock); a = b  /* why */')).toBe('a = b');
  });
});
