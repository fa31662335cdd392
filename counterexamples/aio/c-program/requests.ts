/** The requests of a scenario in C: what the iocb and its file are like, and what only stands in for it. */
import type { ScenarioIocb } from '../../../model/scenarios/format/scenario.ts';

export interface RequestInC {
  /** As an initializer of `struct shape`. */
  readonly shape: string;
  /** What is done in its stead, as no ordinary file does it; null: it is what the scenario has. */
  readonly standIn: string | null;
}

export function requestInC(iocb: ScenarioIocb): RequestInC {
  const closes = iocb.file === 'last';
  switch (iocb.op) {
    case 'direct_write': {
      const flags = iocb.o_sync ? 'O_DIRECT | O_SYNC' : 'O_DIRECT';
      return real({ opcode: 'IOCB_CMD_PWRITE', flags, bios: iocb.bios, appends: iocb.append, closes });
    }
    case 'direct_read':
      return real({ opcode: 'IOCB_CMD_PREAD', flags: 'O_DIRECT', bios: iocb.bios, appends: false, closes });
    case 'buffered':
      return real({ opcode: 'IOCB_CMD_PWRITE', flags: '0', bios: 1, appends: false, closes });
    case 'retry': {
      const times = iocb.kicks === 1 ? 'a kick' : `all ${iocb.kicks} kicks`;
      return poll(closes, `a poll of an eventfd stands in for -EIOCBRETRY, and one write to it for ${times}`);
    }
    case 'queued': {
      const method = iocb.cancellable ? '' : ' (which can be cancelled, as the request of the scenario cannot)';
      return poll(
        closes,
        `a poll of an eventfd${method} stands in for a driver's queue, and a write to it for the interrupt`,
      );
    }
  }
}

interface Shape {
  readonly opcode: string;
  readonly flags: string;
  readonly bios: number;
  readonly appends: boolean;
  readonly closes: boolean;
}

const initializer = ({ opcode, flags, bios, appends, closes }: Shape): string =>
  `{ .opcode = ${opcode}, .flags = ${flags}, .bios = ${bios}, .appends = ${appends}, .closes = ${closes} }`;

const real = (shape: Shape): RequestInC => ({ shape: initializer(shape), standIn: null });

const poll = (closes: boolean, standIn: string): RequestInC => ({
  shape: initializer({ opcode: 'CMD_POLL', flags: '0', bios: 0, appends: false, closes }),
  standIn,
});

const numbersOf = (iocbs: readonly ScenarioIocb[], is: (iocb: ScenarioIocb) => boolean): string => {
  const numbers = iocbs.flatMap((iocb, i) => (is(iocb) ? [String(i)] : []));
  return `${numbers.length === 1 ? 'request' : 'requests'} ${numbers.join(', ')}`;
};

/** What cannot be had from outside the kernel as the scenario has it. */
export function notesOnRequests(iocbs: readonly ScenarioIocb[]): string[] {
  const notes: string[] = [];
  const note = (is: (iocb: ScenarioIocb) => boolean, text: (which: string) => string) => {
    if (iocbs.some(is)) notes.push(text(numbersOf(iocbs, is)));
  };
  note(
    (iocb) => 'bios' in iocb && iocb.bios > 1,
    (which) =>
      `${which}: 16 KB are one bio where they are adjacent on the disk. Here blocks are taken out of the file, so that they lie in ` +
      'as many pieces as the scenario has bios (filefrag -v shows them); the file system has to know FALLOC_FL_COLLAPSE_RANGE. ' +
      'Elsewhere lay the file out so that it is fragmented. What a striped device splits is one bio to direct I/O.',
  );
  note(
    (iocb) => iocb.op === 'direct_write' && iocb.append,
    (which) =>
      `${which}: each run cuts the file back and writes 16 KB behind its end. io_submit waits for such a write.`,
  );
  note(
    (iocb) => iocb.file === 'last',
    (which) =>
      `${which}: the descriptor is closed as soon as io_submit returns. Where the request completes before that, close() drops the ` +
      'last reference, and not the request.',
  );
  note(
    (iocb) => iocb.op === 'retry' || iocb.op === 'queued',
    (which) =>
      `${which}: no ordinary file returns -EIOCBRETRY (3.10 took it out) or queues a request in a driver. IOCB_CMD_POLL (4.19) ` +
      'stands in: it is queued, is completed from a wake-up, over a workqueue where locks are taken, and can be cancelled. Its event ' +
      'has the mask of the poll (1), where the model has 16384. For the thing itself, on 2.6.20, open an endpoint of gadgetfs over ' +
      'dummy_hcd in prepare_request() instead.',
  );
  return notes;
}
