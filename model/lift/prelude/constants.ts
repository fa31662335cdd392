/** Constants of the C that the model has, as TypeScript. */
import * as errors from '../../include/linux/errno.ts';
import { type ValueKind, NUMBER, type Operand } from '../compile/kinds.ts';

const TASK_STATES: ValueKind = { is: 'state', names: ['TASK_RUNNING', 'TASK_INTERRUPTIBLE', 'TASK_UNINTERRUPTIBLE'] };
const state = (name: string): Operand => ({ text: `'${name}'`, kind: TASK_STATES });
const number = (text: string): Operand => ({ text, kind: NUMBER });
const ZERO: Operand = { text: '0', kind: { is: 'zero' } };

const named: Readonly<Record<string, Operand>> = {
  NULL: ZERO,
  READ: ZERO,
  WRITE: number('1'),
  IOCB_CMD_PREAD: ZERO,
  IOCB_CMD_PWRITE: number('1'),
  IOCB_CMD_PREADV: number('7'),
  IOCB_CMD_PWRITEV: number('8'),
  TASK_RUNNING: state('TASK_RUNNING'),
  TASK_INTERRUPTIBLE: state('TASK_INTERRUPTIBLE'),
  TASK_UNINTERRUPTIBLE: state('TASK_UNINTERRUPTIBLE'),
  current: { text: 'current_task(k)', kind: { is: 'pointer', to: 'task_struct' } },
  KIOCB_SYNC_KEY: { text: "'KIOCB_SYNC_KEY'", kind: { is: 'state', names: ['0', 'KIOCB_SYNC_KEY'] } },
};

const nothing = new Map<string, string>(
  ['KM_USER0', 'KM_USER1', 'KM_IRQ0', 'KM_IRQ1'].map((name) => [name, 'where pages are mapped is not modelled']),
);
for (const name of ['GFP_KERNEL', 'GFP_ATOMIC']) nothing.set(name, 'memory never runs out here');
for (const name of ['HZ', 'jiffies', 'PAGE_SIZE', 'PAGE_MASK', 'PAGE_CACHE_SHIFT', 'PAGE_CACHE_SIZE'])
  nothing.set(name, 'time and addresses are not modelled');
for (const name of ['OSYNC_METADATA', 'OSYNC_DATA', 'OSYNC_INODE'])
  nothing.set(name, 'a flush is of the whole inode here');

/** Undefined: it is no constant of the model. */
export function constantMeaning(name: string): Operand | undefined {
  if (/^E[A-Z0-9]+$/.test(name) && Object.hasOwn(errors, name)) return number(name);
  if (Object.hasOwn(errors.errno, name)) return number(`errno.${name}`);
  const why = nothing.get(name);
  return why === undefined
    ? Object.hasOwn(named, name)
      ? named[name]
      : undefined
    : { text: '0', kind: { is: 'nothing', why } };
}
