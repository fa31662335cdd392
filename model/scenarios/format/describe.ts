/** A scenario in one line, for lists and reports. */
import { callInWords } from './calls.ts';
import type { Scenario, ScenarioIocb } from './scenario.ts';

export function describeScenario({ ring_nr, iocbs, tasks, faults }: Scenario): string {
  const requests = iocbs.map((iocb, i) => `request ${i} = ${describeIocb(iocb)}`);
  const errors = Object.entries(faults).map(([kind, names]) => `${kind} may fail with ${names.join(' or ')}`);
  return [
    ...tasks.map(({ name, calls }) => `${name}: ${calls.map(callInWords).join(', then ')}`),
    ...requests,
    ...errors,
    `ring of ${ring_nr}`,
  ].join('; ');
}

const describeIocb = (iocb: ScenarioIocb): string =>
  `${describeOp(iocb)}${iocb.file === undefined ? '' : ', holding the last reference to its file'}`;

function describeOp(iocb: ScenarioIocb): string {
  switch (iocb.op) {
    case 'direct_write':
      return `O_DIRECT${iocb.o_sync ? ' O_SYNC' : ''} ${iocb.append ? 'extending ' : ''}write of ${times(iocb.bios, 'bio')}`;
    case 'direct_read':
      return `O_DIRECT read of ${times(iocb.bios, 'bio')}`;
    case 'buffered':
      return 'buffered write';
    case 'retry':
      return `-EIOCBRETRY I/O of ${times(iocb.kicks, 'kick')}`;
    case 'queued':
      return `I/O queued in a driver ${iocb.cancellable ? 'with' : 'without'} a cancel method`;
  }
}

const times = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`;
