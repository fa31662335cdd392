/** Taking requests off the lists that they are on (fs/aio.c). Poisoned links are an oops. */
import type { List } from '../../core/index.ts';
import { list_add_tail, list_del, list_empty } from '../../include/linux/list.ts';
import { GLOBALS, type Kernel } from '../../kernel.ts';

/** The list head in the frame of __aio_run_iocbs, by the task that runs it, or aio/0. */
export const stolen = (k: Kernel): List => k.run_list(Math.min(k.current, k.world.tasks.length)).stolen;

/** list_replace_init(&ctx->run_list, &run_list), in __aio_run_iocbs. */
export function run_list_steal(k: Kernel, run_list: List): void {
  while (!list_empty(run_list)) {
    const iocb = run_list.at(0);
    run_list.remove(iocb);
    list_add_tail(iocb, stolen(k));
    k.kiocb(iocb).ki_run_list = 'stolen';
  }
}

function run_list_unlink(k: Kernel, iocb: number, leaves: 'empty' | 'poison'): void {
  const req = k.kiocb(iocb);
  if (req.ki_run_list === 'stolen') {
    for (let head = 0; head <= k.world.tasks.length; head++) k.run_list(head).stolen.remove(iocb);
  } else if (req.ki_run_list !== 'empty') k.kioctx(req.ki_ctx).run_list.unlink(iocb);
  req.ki_run_list = leaves;
}

/** list_del_init(&iocb->ki_run_list): off ctx->run_list, or off the list that it was stolen to. */
export const run_list_del_init = (k: Kernel, iocb: number): void => run_list_unlink(k, iocb, 'empty');

/** list_del(&iocb->ki_run_list). */
export const run_list_del = (k: Kernel, iocb: number): void => run_list_unlink(k, iocb, 'poison');

/** list_del(&iocb->ki_list), off whichever list it is on; `list_del_init` leaves it empty, which may be taken off once more. */
export function ki_list_del(k: Kernel, iocb: number, leaves: 'unlinked' | 'empty'): void {
  const req = k.kiocb(iocb);
  const was = req.ki_list;
  req.ki_list = leaves;
  if (was === 'empty') return;
  list_del(iocb, was === 'fput_head' ? k.aio_globals(GLOBALS).fput_head : k.kioctx(req.ki_ctx).active_reqs);
}
