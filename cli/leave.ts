/** The end of the process, also where a thread cannot be ended: V8 looks in most loops whether it shall stop, and not in all. */
import { unended } from './executor/thread-stock.ts';
import { complain } from './output.ts';

/** How long a thread may take to end; ms. */
const PATIENCE = 1_500;

type Execve = (file: string, args: readonly string[]) => never;

/** Does nothing where all threads end. Else the process ends here, with this exit code where Node has a way to. */
export async function leaveThreads(code: number): Promise<void> {
  const threads = unended();
  if (threads.length === 0) return;
  let timer: NodeJS.Timeout | undefined;
  const isOver = await Promise.race([
    Promise.all(threads).then(() => true),
    new Promise<boolean>((resolve) => {
      timer = setTimeout(resolve, PATIENCE, false);
    }),
  ]);
  clearTimeout(timer);
  if (isOver) return;
  // Node 22.15 and later. Before, only a signal ends a process that has such a thread.
  const execve = Reflect.get(process, 'execve') as Execve | undefined;
  execve?.call(process, '/bin/sh', ['sh', '-c', `exit ${code}`]);
  complain(
    `kioctx: code that is not ours cannot be stopped, so the process ends by SIGKILL, and not with exit code ${code}`,
  );
  process.kill(process.pid, 'SIGKILL');
}
