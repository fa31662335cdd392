/** Small worlds with symmetries, one for each way in which there can be some. */
import type { Scenario } from '../../../model/scenarios/format/scenario.ts';
import { worldOf } from '../../../model/scenarios/format/scenario.ts';
import type { World } from '../../../model/world.ts';

type Parts = Pick<Scenario, 'iocbs'> & {
  /** Task by task. */
  readonly calls: readonly Scenario['tasks'][number]['calls'][];
  readonly ring_nr?: number;
  readonly faults?: Scenario['faults'];
};

export const scenarioOf = ({ iocbs, calls, ring_nr = 4, faults = {} }: Parts): Scenario => ({
  version: 1,
  name: 'symmetric',
  ring_nr,
  iocbs,
  tasks: calls.map((made, i) => ({ name: `task${i}`, calls: made })),
  faults,
});

const world = (parts: Parts): World => worldOf(scenarioOf(parts));

const dw = (more: { bios?: number; o_sync?: boolean; append?: boolean } = {}) => ({
  op: 'direct_write' as const,
  bios: 1,
  o_sync: false,
  append: false,
  ...more,
});
const buffered = { op: 'buffered' as const };
const queued = { op: 'queued' as const, cancellable: true };
const retry = (kicks: number) => ({ op: 'retry' as const, kicks });
const read = (nr: number, timeout = false) => ({
  io_getevents: { min_nr: nr, nr, ...(timeout ? { timeout: 'may' as const } : {}) },
});

export { buffered, dw, queued, read, retry };

/** By name: the world, and how many permutations it has, with the identity. */
export const symmetricWorlds: Readonly<Record<string, readonly [World, number]>> = {
  'two tasks, a buffered write each': [
    world({ iocbs: [buffered, buffered], calls: [[{ io_submit: [0] }], [{ io_submit: [1] }]] }),
    2,
  ],
  'two tasks, a direct write each that may fail': [
    world({
      iocbs: [dw(), dw()],
      calls: [[{ io_submit: [1] }], [{ io_submit: [0] }]],
      faults: { bio: ['EIO'] },
    }),
    2,
  ],
  'two tasks, a synchronous write of two bios each': [
    world({
      iocbs: [dw({ append: true, bios: 2 }), dw({ append: true, bios: 2 })],
      calls: [[{ io_submit: [0] }], [{ io_submit: [1] }]],
    }),
    2,
  ],
  'two tasks, a queued request each': [
    world({ iocbs: [queued, queued], calls: [[{ io_submit: [0] }], [{ io_submit: [1] }]] }),
    2,
  ],
  'two tasks, a request each that retries': [
    world({ iocbs: [retry(1), retry(1)], calls: [[{ io_submit: [0] }], [{ io_submit: [1] }]] }),
    2,
  ],
  'two tasks, the last reference of a file each': [
    world({
      iocbs: [
        { ...buffered, file: 'last' as const },
        { ...buffered, file: 'last' as const },
      ],
      calls: [[{ io_submit: [0] }], [{ io_submit: [1] }]],
    }),
    2,
  ],
  'three readers of one write': [
    world({ iocbs: [buffered], calls: [[{ io_submit: [0] }], [read(1)], [read(1)], [read(1)]] }),
    6,
  ],
  'two readers of one write that may time out': [
    world({ iocbs: [buffered], calls: [[{ io_submit: [0] }], [read(1, true)], [read(1, true)]] }),
    2,
  ],
  'two who submit and read': [
    world({
      iocbs: [buffered, buffered],
      calls: [
        [{ io_submit: [0] }, read(1)],
        [{ io_submit: [1] }, read(1)],
      ],
    }),
    2,
  ],
  'two who cancel one request': [
    world({ iocbs: [queued], calls: [[{ io_submit: [0] }], [{ io_cancel: 0 }], [{ io_cancel: 0 }]] }),
    2,
  ],
  'two who destroy the context': [
    world({ iocbs: [buffered], calls: [[{ io_submit: [0] }], [{ io_destroy: true }], [{ io_destroy: true }]] }),
    2,
  ],
  'three tasks, a buffered write each': [
    world({
      iocbs: [buffered, buffered, buffered],
      calls: [[{ io_submit: [0] }], [{ io_submit: [1] }], [{ io_submit: [2] }]],
    }),
    6,
  ],
};
