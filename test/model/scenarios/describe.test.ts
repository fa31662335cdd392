import { expect, it } from 'vitest';
import { describeScenario } from '../../../model/scenarios/format/describe.ts';
import type { ScenarioIocb } from '../../../model/scenarios/format/scenario.ts';

it('a scenario is told in one line, task by task, request by request', () => {
  const iocbs: ScenarioIocb[] = [
    { op: 'direct_write', bios: 2, o_sync: true, append: true },
    { op: 'direct_write', bios: 1, o_sync: false, append: false, file: 'last' },
    { op: 'direct_read', bios: 1 },
    { op: 'buffered', file: 'last' },
    { op: 'retry', kicks: 1 },
    { op: 'retry', kicks: 3 },
    { op: 'queued', cancellable: true },
    { op: 'queued', cancellable: false },
  ];
  const told = describeScenario({
    version: 1,
    name: 'all',
    ring_nr: 4,
    iocbs,
    tasks: [
      { name: 'submitter', calls: [{ io_submit: [0, 6] }, { io_cancel: 6 }, { io_destroy: true }] },
      { name: 'maker', calls: [{ io_setup: true }, { sync_io: 2 }, { exit: true }] },
      { name: 'reaper', calls: [{ reap: 2 }] },
      {
        name: 'reader',
        calls: [
          { io_getevents: { min_nr: 0, nr: 2 } },
          { io_getevents: { min_nr: 1, nr: 2, timeout: 'may' } },
          { io_getevents: { min_nr: 1, nr: 2, signals: 'may', until: 3 } },
        ],
      },
    ],
    faults: { bio: ['EIO'], osync: ['EIO', 'ENOSPC'] },
  });
  expect(told.split('; ')).toEqual([
    'submitter: io_submit(0, 6), then io_cancel(6), then io_destroy()',
    'maker: io_setup(), then does request 2 synchronously, then exit()',
    'reaper: takes 2 off the ring itself',
    'reader: io_getevents(min 0, max 2), then io_getevents(min 1, max 2, with a timeout), then io_getevents(min 1, max 2, with signals, until 3 came)',
    'request 0 = O_DIRECT O_SYNC extending write of 2 bios',
    'request 1 = O_DIRECT write of 1 bio, holding the last reference to its file',
    'request 2 = O_DIRECT read of 1 bio',
    'request 3 = buffered write, holding the last reference to its file',
    'request 4 = -EIOCBRETRY I/O of 1 kick',
    'request 5 = -EIOCBRETRY I/O of 3 kicks',
    'request 6 = I/O queued in a driver with a cancel method',
    'request 7 = I/O queued in a driver without a cancel method',
    'bio may fail with EIO',
    'osync may fail with EIO or ENOSPC',
    'ring of 4',
  ]);
});
