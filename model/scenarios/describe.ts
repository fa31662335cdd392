/** A scenario in one line, for lists and reports. */
import type { Scenario, ScenarioCall, ScenarioIocb } from './scenario.ts';

export function describeScenario({ ring_nr, iocbs, tasks, faults }: Scenario): string {
  const requests = iocbs.map((iocb, i) => `request ${i} = ${describeIocb(iocb)}`);
  const errors = Object.entries(faults).map(([kind, names]) => `${kind} may fail with ${names.join(' or ')}`);
  return [
    ...tasks.map(({ name, calls }) => `${name}: ${calls.map(describeCall).join(', then ')}`),
    ...requests,
    ...errors,
    `ring of ${ring_nr}`,
  ].join('; ');
}

function describeCall(made: ScenarioCall): string {
  if ('io_submit' in made) return `io_submit(${made.io_submit.join(', ')})`;
  return `io_getevents(min ${made.io_getevents.min_nr}, max ${made.io_getevents.nr})`;
}

function describeIocb(iocb: ScenarioIocb): string {
  if (iocb.op === 'buffered') return 'buffered write';
  const bios = iocb.bios === 1 ? '1 bio' : `${iocb.bios} bios`;
  if (iocb.op === 'direct_read') return `O_DIRECT read of ${bios}`;
  return `O_DIRECT${iocb.o_sync ? ' O_SYNC' : ''} ${iocb.append ? 'extending ' : ''}write of ${bios}`;
}
