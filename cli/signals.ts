/**
 * SIGINT, SIGTERM and SIGHUP, which all ask the program to end: the first stops searches, which tell what they found so far; the
 * second ends the program at once. So does the first where nobody looks whether it came.
 */
import { constants } from 'node:os';
import { removeTemporaries } from './temporary-files.ts';
import { endsAsForeseen } from './unforeseen.mjs';

const ENDING = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

type Ending = (typeof ENDING)[number];

/** npm passes on a Ctrl-C that the terminal has sent already: within so many ms it is the same one. */
const SAME = 200;
/** So long, in looks of so many ms, the first signal waits to be noticed; while the program is busy none is counted. */
const LOOKS = 20;
const LOOK = 250;

const asked = { at: null as number | null, isHeard: false };

/** Whether somebody wants searches to stop. Whoever asks must see to it that the program ends soon if so. */
export function isStopAsked(): boolean {
  if (asked.at === null) return false;
  asked.isHeard = true;
  return true;
}

/** Listens from now on; to be called once, as early as can be. */
export function listenForSignals(): void {
  for (const signal of ENDING) process.on(signal, came);
}

function came(signal: Ending): void {
  const now = performance.now();
  if (asked.at === null) {
    asked.at = now;
    endUnlessHeard(signal);
  } else if (now - asked.at > SAME) endBy(signal);
}

function endUnlessHeard(signal: Ending): void {
  let left = LOOKS;
  const look = setInterval(() => {
    if (asked.isHeard) clearInterval(look);
    else if (--left === 0) endBy(signal);
  }, LOOK);
  look.unref();
}

const SHOW_CURSOR = '\u001B[?25h';

/** As if nobody had listened, but that nothing is left behind: no temporary file, no terminal without a cursor. */
function endBy(signal: Ending): never {
  removeTemporaries();
  if (process.stderr.isTTY) process.stderr.write(SHOW_CURSOR);
  process.removeAllListeners(signal);
  process.kill(process.pid, signal);
  // The first process of a container is not ended by a signal that it does not listen for.
  endsAsForeseen();
  process.exit(128 + constants.signals[signal]);
}
