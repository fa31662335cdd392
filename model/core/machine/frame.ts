/** Frames as steps see them: one property per local, which takes 32-bit integers and nothing else. */
import { Halt } from './halt.ts';
import type { FrameObject } from '../notation/link.ts';
import { strictly } from '../notation/strict.ts';

const NAMES = strictly('the frame');

/** A frame over any storage; locals are numbered as the proc declares them. */
export function frameOver(
  locals: readonly string[],
  read: (local: number) => number,
  write: (local: number, value: number) => void,
): FrameObject {
  const frame = Object.create(NAMES) as FrameObject;
  locals.forEach((name, i) =>
    Object.defineProperty(frame, name, {
      enumerable: true,
      get: () => read(i),
      set: (value: number) => {
        if ((value | 0) !== value) throw new Halt('fault', 'range', `the local ${name} cannot hold ${String(value)}`);
        write(i, value);
      },
    }),
  );
  return Object.seal(frame);
}
