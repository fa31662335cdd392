// SIGINT, SIGTERM and SIGHUP, which all ask the program to end: the first stops searches, which tell what they found so far; the
// second ends the program at once. So does the first where nobody looks whether it came. Plain JavaScript, so that signals are
// heard while TypeScript is still loading.
import { constants } from 'node:os';
import { endsAsForeseen } from './unforeseen.mjs';

const ENDING = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/** npm passes on a Ctrl-C that the terminal has sent already: within so many ms it is the same one. */
const SAME = 200;
/** So long, in looks of so many ms, the first signal waits to be noticed; while the program loads or is busy none is counted. */
const LOOKS = 20;
const LOOK = 250;

const asked = { at: null, by: null, isHeard: false };
const program = { isLoaded: false };
const last = [];

/** Whether somebody wants searches to stop. Whoever asks must see to it that the program ends soon if so. */
export function isStopAsked() {
  if (asked.at === null) return false;
  asked.isHeard = true;
  return true;
}

/** For whoever waits for others before anything was begun: ends the program where a signal has come. */
export function endIfAsked() {
  if (asked.by !== null) endBy(asked.by);
}

/** From now on a signal that nobody looks for ends the program: what searches is loaded. */
export function isLoaded() {
  program.isLoaded = true;
}

/** What else is to be done, and cannot fail, where a signal ends the program. */
export function beforeEndBySignal(clean) {
  last.push(clean);
}

/** Listens from now on; to be called once, as early as can be. */
export function listenForSignals() {
  for (const signal of ENDING) process.on(signal, came);
}

function came(signal) {
  const now = performance.now();
  if (asked.at === null) {
    asked.at = now;
    asked.by = signal;
    endUnlessHeard(signal);
  } else if (now - asked.at > SAME) endBy(signal);
}

function endUnlessHeard(signal) {
  let left = LOOKS;
  const look = setInterval(() => {
    if (asked.isHeard) clearInterval(look);
    else if (program.isLoaded && --left === 0) endBy(signal);
  }, LOOK);
  look.unref();
}

const SHOW_CURSOR = '\u001B[?25h';

/** As if nobody had listened, but that nothing is left behind: no temporary file, no terminal without a cursor. */
function endBy(signal) {
  for (const clean of last) clean();
  if (process.stderr.isTTY) process.stderr.write(SHOW_CURSOR);
  process.removeAllListeners(signal);
  process.kill(process.pid, signal);
  // The first process of a container is not ended by a signal that it does not listen for.
  endsAsForeseen();
  process.exit(128 + constants.signals[signal]);
}
