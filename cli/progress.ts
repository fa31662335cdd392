/** Progress on standard error, only when that is a terminal. */
import { createLogUpdate } from 'log-update';
import type { Progress } from '../properties/search/explore.ts';

export interface ProgressLine {
  /** What is being searched now, and how far it is. */
  show(what: string, progress: string): void;
  clear(): void;
}

const EVERY_MS = 100;

export function progressOn(stream: NodeJS.WriteStream, quiet: boolean): ProgressLine {
  if (quiet || !stream.isTTY) return { show: () => {}, clear: () => {} };
  const update = createLogUpdate(stream);
  let last = 0;
  return {
    show(what, progress) {
      const now = performance.now();
      if (now - last < EVERY_MS) return;
      last = now;
      update(`${what}: ${progress}`);
    },
    clear: () => update.clear(),
  };
}

export const sayProgress = ({ states, transitions, depth }: Progress): string =>
  `${count(states)} states, ${count(transitions)} transitions, ${depth} steps deep`;

export const count = (n: number): string => n.toLocaleString('en-US');

/** `1 step`, `2 steps`. */
export const counted = (n: number, one: string, more = `${one}s`): string => `${count(n)} ${n === 1 ? one : more}`;
