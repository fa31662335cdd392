/** Taking requests off the lists that they are on (fs/aio.c). Poisoned links are an oops. */
import { list_del } from '../../include/linux/list.ts';
import { GLOBALS, type Kernel } from '../../kernel.ts';

/** list_del_init(&iocb->ki_run_list): off ctx->run_list, or off the list that it was stolen to. */
export function run_list_del_init(k: Kernel, iocb: number): void {
  const req = k.kiocb(iocb);
  if (req.ki_run_list === 'stolen') {
    for (let head = 0; head <= k.world.tasks.length; head++) k.run_list(head).stolen.remove(iocb);
  } else k.kioctx(req.ki_ctx).run_list.unlink(iocb);
  req.ki_run_list = 'empty';
}

/** list_del(&iocb->ki_list), off whichever list it is on; `list_del_init` leaves it empty, which may be taken off once more. */
export function ki_list_del(k: Kernel, iocb: number, leaves: 'unlinked' | 'empty'): void {
  const req = k.kiocb(iocb);
  const was = req.ki_list;
  req.ki_list = leaves;
  if (was === 'empty') return;
  list_del(iocb, was === 'fput_head' ? k.aio_globals(GLOBALS).fput_head : k.kioctx(req.ki_ctx).active_reqs);
}
