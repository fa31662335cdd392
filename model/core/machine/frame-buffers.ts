/** Frames of the packed machine: one buffer for each function, so that loading a frame is a plain copy. */
import { InternalError } from '../errors/internal-error.ts';
import { frameOver } from './frame.ts';
import type { RunningFunction } from './ghost-code.ts';
import type { GhostHooks } from './ghost-hooks.ts';
import type { FrameObject, LinkedProc } from '../notation/link.ts';

export interface FrameBuffer {
  readonly slots: Int32Array;
  readonly frame: FrameObject;
}

/** `hears`: who is told of all locals; `ghost`: of assignments to those that its code is about. */
export function bufferFor(proc: LinkedProc, hears: HearsLocals | null, ghost: GhostHooks | null): FrameBuffer {
  const slots = new Int32Array(proc.locals.length);
  const assigned = new Set(ghost?.assignedLocals(proc.name).map((local) => proc.locals.indexOf(local)));
  const write = (i: number, value: number) => {
    if (assigned.has(i)) ghost?.assigns(proc.name, proc.locals[i] as string);
    slots[i] = value;
  };
  const read = (i: number): number => slots[i] as number;
  if (hears === null) return { slots, frame: frameOver(proc.locals, read, write) };
  const heardWrite = (i: number, value: number): void => {
    hears(proc, i, value, true);
    write(i, value);
  };
  return { slots, frame: frameOver(proc.locals, heardRead(proc, slots, hears), heardWrite) };
}

/** Is told of each local that is read or written: its number in the function, and what is or will be in it. */
export type HearsLocals = (proc: LinkedProc, local: number, value: number, isWrite: boolean) => void;

const heardRead =
  (proc: LinkedProc, slots: Int32Array, hears: HearsLocals) =>
  (local: number): number => {
    const value = slots[local] as number;
    hears(proc, local, value, false);
    return value;
  };

const unwritable = (): never => {
  throw new InternalError('ghost code writes a local');
};

/** As ghost code sees it. What it reads is read by the step for which it runs, and `hears` is told of it. */
export const running = (proc: LinkedProc, slots: Int32Array, hears: HearsLocals | null): RunningFunction => ({
  proc: proc.name,
  locals:
    hears === null
      ? Object.fromEntries(proc.locals.map((name, i) => [name, slots[i] as number]))
      : frameOver(proc.locals, heardRead(proc, slots, hears), unwritable),
});
