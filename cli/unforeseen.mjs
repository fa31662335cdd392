// Whatever ends the program in a way that it did not foresee is an internal error, or the system granted too little: one line, and
// exit code 70 of cli/exit.ts. Plain JavaScript, since TypeScript itself may fail to load.
import { firstLine, shortageBehind } from './shortage.mjs';

const INTERNAL = 70;

let isOver = false;
let isTold = false;

/** The exit code is what it is now. */
export function endsAsForeseen() {
  isOver = true;
}

/**
 * Says what went wrong in one line; where, too, if KIOCTX_DEBUG is set. Gives the exit code. What comes after the first is a
 * consequence of it.
 */
export function tellUnforeseen(problem) {
  if (!isTold) process.stderr.write(`kioctx: ${sentence(problem)}\n`);
  isTold = true;
  return INTERNAL;
}

function sentence(problem) {
  const where = process.env.KIOCTX_DEBUG && problem instanceof Error ? `\n${problem.stack}` : '';
  const shortage = shortageBehind(problem);
  if (shortage !== null) return `${visible(shortage)}${where}`;
  const hint = process.env.KIOCTX_DEBUG ? where : ' (KIOCTX_DEBUG=1 shows where)';
  return `internal error, please report it: ${visible(firstLine(problem))}${hint}`;
}

const visible = (text) => text.replace(/\p{Cc}/gu, '?');

/** To be called before anything can go wrong. */
export function expectTheUnforeseen() {
  process.stderr.on('error', () => {});
  process.exitCode = INTERNAL;
  process.on('uncaughtException', (problem) => {
    tellUnforeseen(problem);
    endsAsForeseen();
    process.exit(INTERNAL);
  });
  // Somebody called process.exit(), or nothing is left to be done and there is no verdict.
  process.on('exit', () => {
    if (!isOver) process.exitCode = tellUnforeseen(new Error('the program ended before its work was done'));
  });
}
