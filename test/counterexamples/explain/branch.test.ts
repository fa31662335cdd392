/** Which way control went from a decision, in words: of every decision of the modelled C that these scenarios come to. */
import { describe, expect, it } from 'vitest';
import { branchTold } from '../../../counterexamples/explain/branch.ts';
import { LearntSteps } from '../../../counterexamples/explain/learnt-steps.ts';
import { StateGraph } from '../../../counterexamples/explain/state-graph.ts';
import { closeWorld } from '../../../model/closed-world.ts';
import { runToEnd } from '../../../model/core/index.ts';
import { worldOf } from '../../../model/scenarios/format/scenario.ts';
import { shippedScenario } from '../../ground-truth/truth.ts';
import { kernel } from '../../properties/aio/decide.ts';

const MOST_STATES = 100_000;

/** `function.label: the statement: where control went: how that is told`, of each decision. */
function decisionsOf(scenario: string, patch: string): string[] {
  const model = closeWorld(worldOf(shippedScenario(scenario)), kernel(patch));
  const graph = runToEnd(StateGraph.of(model, [], MOST_STATES));
  if (graph === null) throw new Error(`${scenario} has too many states`);
  const learnt = LearntSteps.of(model.program, graph);
  return [...learnt.functions].flatMap((proc) =>
    [...learnt.stepsOf(proc).values()].flatMap(({ label, successors }) => {
      const linked = model.program.byName.get(proc);
      const at = linked?.positions[label] ?? 0;
      const { c = '' } = linked?.steps[at]?.source ?? {};
      const next = linked?.steps[at + 1]?.label;
      return successors.size < 2
        ? []
        : [...successors].map((to) => `${proc}.${label}: ${c}: ${to}: ${branchTold(c, to, next)}`);
    }),
  );
}

describe('the way that control went', () => {
  it('is told of each decision as the C has it', () => {
    const all = [
      decisionsOf('dw1-inval', '2.6.20'),
      decisionsOf('dw1-inval', 'post-eiocbqueued'),
      decisionsOf('dw1-osync', 'mainline-2.6.21'),
      decisionsOf('dw1-destroy', 'post-eiocbqueued+wake'),
      decisionsOf('dw1-reader-may', '2.6.20'),
      decisionsOf('dr1-reader', '2.6.20'),
      decisionsOf('retry1', '2.6.20'),
      decisionsOf('queued-cancel', '2.6.20'),
    ].flat();
    expect(`\n${[...new Set(all)].toSorted().join('\n')}\n`).toMatchInlineSnapshot(`
      "
      __aio_put_req.drop: assert_spin_locked(&ctx->ctx_lock); req->ki_users--; BUG_ON(req->ki_users < 0); if (req->ki_users) return 0: inserted: not taken
      __aio_put_req.drop: assert_spin_locked(&ctx->ctx_lock); req->ki_users--; BUG_ON(req->ki_users < 0); if (req->ki_users) return 0: return: taken
      __aio_put_req.drop: assert_spin_locked(&ctx->ctx_lock); req->ki_users--; BUG_ON(req->ki_users < 0); if (req->ki_users) return 0: unlink: not taken
      __aio_put_req.inserted: if (kiocbIsInserted(req)): insert: taken
      __aio_put_req.inserted: if (kiocbIsInserted(req)): unlink: not taken
      __aio_run_iocbs.next: while (!list_empty(&run_list)) { iocb = list_entry(run_list.next); list_del(&iocb->ki_run_list): get: taken
      __aio_run_iocbs.next: while (!list_empty(&run_list)) { iocb = list_entry(run_list.next); list_del(&iocb->ki_run_list): more: not taken
      __wake_up.counted: if (woken && (flags & WQ_FLAG_EXCLUSIVE) && !--nr_exclusive) break: next: goes on at next
      __wake_up.counted: if (woken && (flags & WQ_FLAG_EXCLUSIVE) && !--nr_exclusive) break: unlock: goes on at unlock
      __wake_up.next: list_for_each_safe(tmp, next, &q->task_list)  /* flags = curr->flags */: unlock: not taken
      __wake_up.next: list_for_each_safe(tmp, next, &q->task_list)  /* flags = curr->flags */: wake: taken
      aio_cancel_all.next: while (!list_empty(&ctx->active_reqs)) { iocb = list_kiocb(ctx->active_reqs.next): unlink: taken
      aio_cancel_all.next: while (!list_empty(&ctx->active_reqs)) { iocb = list_kiocb(ctx->active_reqs.next): unlock: not taken
      aio_complete.active: if (waitqueue_active(&ctx->wait)): unlock: not taken
      aio_complete.active: if (waitqueue_active(&ctx->wait)): wake: taken
      aio_complete.cancelled: if (!kiocbIsCancelled(iocb)): put_rq: not taken
      aio_complete.cancelled: if (!kiocbIsCancelled(iocb)): record: taken
      aio_complete.cancelled: if (kiocbIsCancelled(iocb)) goto put_rq: put_rq: taken
      aio_complete.cancelled: if (kiocbIsCancelled(iocb)) goto put_rq: tail: not taken
      aio_propogate_error.existing: if (existing_err != -EIOCBQUEUED) return new_err: pending: not taken
      aio_propogate_error.existing: if (existing_err != -EIOCBQUEUED) return new_err: return: taken
      aio_read_evt.empty: if (ring->head == ring->tail) goto out: lock: not taken
      aio_read_evt.empty: if (ring->head == ring->tail) goto out: return: taken
      aio_ring_insert_entry.active: if (waitqueue_active(&ctx->wait)): return: not taken
      aio_ring_insert_entry.active: if (waitqueue_active(&ctx->wait)): wake: taken
      aio_run_iocb.again: if (-EIOCBRETRY == ret): init_links: taken
      aio_run_iocb.again: if (-EIOCBRETRY == ret): return: not taken
      aio_run_iocb.cancelled: if (kiocbIsCancelled(iocb)): complete_cancelled: taken
      aio_run_iocb.cancelled: if (kiocbIsCancelled(iocb)): retry: not taken
      aio_run_iocb.kicked: if (kiocbIsKicked(iocb)): queue: taken
      aio_run_iocb.kicked: if (kiocbIsKicked(iocb)): return: not taken
      aio_run_iocb.promised: if (ret != -EIOCBRETRY && ret != -EIOCBQUEUED): complete: taken
      aio_run_iocb.promised: if (ret != -EIOCBRETRY && ret != -EIOCBQUEUED): out: not taken
      aio_rw_vect_retry.going: while (ret > 0: left: not taken
      aio_rw_vect_retry.going: while (ret > 0: more: taken
      aio_rw_vect_retry.progress: if (ret > 0): advance: taken
      aio_rw_vect_retry.progress: if (ret > 0): going: not taken
      dio_bio_end_aio.last: if (remaining == 0): offset: taken
      dio_bio_end_aio.last: if (remaining == 0): return: not taken
      direct_io_worker.last: if (ret2 == 0): result: taken
      direct_io_worker.last: if (ret2 == 0): return: not taken
      dummy_dequeue.found: if (retval == 0): complete: taken
      dummy_dequeue.found: if (retval == 0): return: not taken
      dummy_timer.none: list_for_each_entry(req, &ep->queue, queue)  /* dequeued meanwhile? */: complete: taken
      dummy_timer.none: list_for_each_entry(req, &ep->queue, queue)  /* dequeued meanwhile? */: transfer: not taken
      ep_aio_complete.cancelled: if (unlikely(kiocbIsCancelled(iocb))): complete: not taken
      ep_aio_complete.cancelled: if (unlikely(kiocbIsCancelled(iocb))): put: taken
      generic_file_aio_read.some: if (retval > 0): ppos: taken
      generic_file_aio_read.some: if (retval > 0): return: not taken
      generic_file_direct_IO.failed: if (err): propagate: taken
      generic_file_direct_IO.failed: if (err): return: not taken
      generic_file_direct_write.some: if (written > 0): ppos: taken
      generic_file_direct_write.some: if (written > 0): sync: not taken
      io_submit_one.drain: if (!list_empty(&ctx->run_list)): drain_run: taken
      io_submit_one.drain: if (!list_empty(&ctx->run_list)): unlock: not taken
      lookup_ioctx.search: for (ioctx = mm->ioctx_list; ioctx; ioctx = ioctx->next): dead: taken
      lookup_ioctx.search: for (ioctx = mm->ioctx_list; ioctx; ioctx = ioctx->next): unlock: not taken
      lookup_kiocb.next: list_for_each(pos, &ctx->active_reqs) if (kiocb->ki_obj.user == iocb && kiocb->ki_key == key) return kiocb: next: goes on at next
      lookup_kiocb.next: list_for_each(pos, &ctx->active_reqs) if (kiocb->ki_obj.user == iocb && kiocb->ki_key == key) return kiocb: return: returns
      put_ioctx.dec: if (atomic_dec_and_test(&kioctx->users)): last: taken
      put_ioctx.dec: if (atomic_dec_and_test(&kioctx->users)): return: not taken
      read_events.enough: if (min_nr <= i) return i: not_retried: not taken
      read_events.enough: if (min_nr <= i) return i: return: taken
      read_events.failed: if (ret <= 0) break: clear: goes on at clear
      read_events.failed: if (ret <= 0) break: efault: goes on at efault
      read_events.fast: while (i < nr): enough: not taken
      read_events.fast: while (i < nr): fast_read: taken
      read_events.fast_got: if (ret <= 0) break: enough: goes on at enough
      read_events.fast_got: if (ret <= 0) break: fast_efault: goes on at fast_efault
      read_events.got: if (ret) break: few: goes on at few
      read_events.got: if (ret) break: running: goes on at running
      read_events.not_retried: if (!retry: run_list: taken
      read_events.not_retried: if (!retry: timeout: not taken
      read_events.run_list: && !list_empty(&ctx->run_list)): retried: taken
      read_events.run_list: && !list_empty(&ctx->run_list)): timeout: not taken
      read_events.timed_out: if (to.timed_out) break: running: goes on at running
      read_events.timed_out: if (to.timed_out) break: sleep: goes on at sleep
      read_events.wait: while (i < nr): add: taken
      read_events.wait: while (i < nr): clear: not taken
      really_put_req.dead: if (!ctx->reqs_active && ctx->dead): return: not taken
      really_put_req.dead: if (!ctx->reqs_active && ctx->dead): wake: taken
      run_workqueue.next: while (!list_empty(&cwq->worklist)) { f = work->func; list_del_init(cwq->worklist.next): unlock: not taken
      run_workqueue.next: while (!list_empty(&cwq->worklist)) { f = work->func; list_del_init(cwq->worklist.next): unlock_run: taken
      schedule.deactivate: if (prev->state) deactivate_task(prev, rq): asleep: taken
      schedule.deactivate: if (prev->state) deactivate_task(prev, rq): return: not taken
      sys_io_cancel.call: if (NULL != cancel): obj: taken
      sys_io_cancel.call: if (NULL != cancel): put: not taken
      sys_io_cancel.method: && kiocb->ki_cancel): get: taken
      sys_io_cancel.method: && kiocb->ki_cancel): unlock: not taken
      sys_io_cancel.none: if (kiocb: method: taken
      sys_io_cancel.none: if (kiocb: unlock: not taken
      sys_io_submit.found: if (!ctx) return -EINVAL: first: not taken
      sys_io_submit.found: if (!ctx) return -EINVAL: return: taken
      sys_io_submit.next: for (i = 0; i < nr; i++): put: not taken
      sys_io_submit.next: for (i = 0; i < nr; i++): submit: taken
      try_queue_kicked_iocb.queued: if (run): return: not taken
      try_queue_kicked_iocb.queued: if (run): work: taken
      user_task.next: the next system call: io_getevents: goes on at io_getevents
      user_task.next: the next system call: return: returns
      wait_for_all_aios.none: if (!ctx->reqs_active) goto out: add: not taken
      wait_for_all_aios.none: if (!ctx->reqs_active) goto out: unlock: goes on at unlock
      wait_for_all_aios.some: while (ctx->reqs_active): running: not taken
      wait_for_all_aios.some: while (ctx->reqs_active): unlock_sleep: taken
      "
    `);
  });

  it('is told of a jump to a label at which the model has no step by where it led', () => {
    const c = 'if (!ctx->reqs_active) goto out';
    expect(branchTold(c, 'out', 'add')).toBe('taken');
    expect(branchTold(c, 'return', 'add')).toBe('taken');
    expect(branchTold(c, 'add', 'add')).toBe('not taken');
    expect(branchTold(c, 'unlock', 'add')).toBe('goes on at unlock');
    expect(branchTold(c, 'unlock', 'add', 323)).toBe('goes on at 323');
  });

  it('is not told of a loop that returns from within by its return, which may be its end', () => {
    const c = 'list_for_each(pos, &ctx->active_reqs) if (kiocb->ki_key == key) return kiocb';
    expect(branchTold(c, 'return', 'next')).toBe('returns');
    expect(branchTold(c, 'next', 'next')).toBe('goes on at next');
  });

  it('is told without what comments say', () => {
    expect(branchTold('if (a)  /* or return b */', 'x', 'x')).toBe('taken');
    expect(branchTold('if (a)  /* or return b */', 'return', 'x')).toBe('not taken');
  });
});
