/** Progress on standard error, only when that is a terminal. */
import { createLogUpdate } from 'log-update';

export interface Progress {
  /** What is being searched now, and how far it is. */
  show(what: string, states: number, transitions: number, depth: number): void;
  /** Clears the line. */
  done(): void;
}

const EVERY_MS = 100;

export function progressOn(stream: NodeJS.WriteStream, quiet: boolean): Progress {
  if (quiet || !stream.isTTY) return { show: () => {}, done: () => {} };
  const update = createLogUpdate(stream);
  let last = 0;
  return {
    show(what, states, transitions, depth) {
      const now = performance.now();
      if (now - last < EVERY_MS) return;
      last = now;
      update(`${what}: ${count(states)} states, ${count(transitions)} transitions, ${depth} steps deep`);
    },
    done: () => update.clear(),
  };
}

export const count = (n: number): string => n.toLocaleString('en-US');
