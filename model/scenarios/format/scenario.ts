/** A scenario: a closed world as users write it, in JSON. Version 1 of the format; `scenario-schema.ts` reads it. */
import { errno, type ErrnoName } from '../../include/linux/errno.ts';
import type { FaultKind, World, WorldIocb } from '../../world.ts';
import { callInWorld, type ScenarioCall } from './calls.ts';

export type { ScenarioCall } from './calls.ts';

/** What a request does. All defaults are filled in. */
export type ScenarioIocb = ScenarioOp & {
  /** The request holds the last reference to its file: whoever puts the request last closes the file. */
  readonly file?: 'last';
};

type ScenarioOp =
  | {
      readonly op: 'direct_write';
      readonly bios: number;
      readonly o_sync: boolean;
      /** An extending write, which io_submit waits for. */
      readonly append: boolean;
    }
  | { readonly op: 'direct_read'; readonly bios: number }
  /** Completes inside io_submit. */
  | { readonly op: 'buffered' }
  /** Returns -EIOCBRETRY and is kicked by an interrupt, so many times, before it returns its bytes. */
  | { readonly op: 'retry'; readonly kicks: number }
  /** Sits in a driver's queue until an interrupt completes it, or an io_cancel if the driver has a cancel method. */
  | { readonly op: 'queued'; readonly cancellable: boolean };

export interface ScenarioTask {
  readonly name: string;
  readonly calls: readonly ScenarioCall[];
}

export interface Scenario {
  readonly version: 1;
  readonly name: string;
  /** Entries of the ring, of which one stays empty. */
  readonly ring_nr: number;
  readonly iocbs: readonly ScenarioIocb[];
  readonly tasks: readonly ScenarioTask[];
  /** The errors that each chance of a kind may bring. A kind that is not listed never fails. */
  readonly faults: { readonly [kind in FaultKind]?: readonly ErrnoName[] };
}

const kinds: readonly FaultKind[] = ['invalidate', 'osync', 'bio'];

/** The scenario as steps read it: pools numbered, errors as numbers. */
export function worldOf(scenario: Scenario): World {
  let firstBio = 0;
  let firstKick = 0;
  const iocbs = scenario.iocbs.map((request): WorldIocb => {
    const made: WorldIocb = {
      op: request.op,
      bios: 'bios' in request ? request.bios : 0,
      firstBio,
      o_sync: request.op === 'direct_write' && request.o_sync,
      append: request.op === 'direct_write' && request.append,
      kicks: request.op === 'retry' ? request.kicks : 0,
      firstKick,
      cancellable: request.op === 'queued' && request.cancellable,
      lastFile: request.file === 'last',
    };
    firstBio += made.bios;
    firstKick += made.kicks;
    return made;
  });
  const chances = (kind: FaultKind) => [0, ...(scenario.faults[kind] ?? []).map((name) => -errno[name])];
  return {
    ring_nr: scenario.ring_nr,
    iocbs,
    tasks: scenario.tasks.map(({ name, calls }) => ({ name, calls: calls.map(callInWorld) })),
    faults: { invalidate: chances('invalidate'), osync: chances('osync'), bio: chances('bio') },
    listed: kinds.filter((kind) => scenario.faults[kind] !== undefined),
  };
}
