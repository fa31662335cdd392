// Whatever ends the program in a way that it did not foresee is an internal error: one line, and exit code 70 of cli/exit.ts.
// Plain JavaScript, since TypeScript itself may fail to load.
const INTERNAL = 70;

let isOver = false;

/** The exit code is what it is now. */
export function endsAsForeseen() {
  isOver = true;
}

/** Says what went wrong in one line; where, too, if KIOCTX_DEBUG is set. Gives the exit code. */
export function tellInternalError(problem) {
  const isError = problem instanceof Error;
  const [line] = String((isError && problem.message) || problem).split('\n');
  const where = process.env.KIOCTX_DEBUG ? `\n${isError ? problem.stack : ''}` : ' (KIOCTX_DEBUG=1 shows where)';
  process.stderr.write(`kioctx: internal error, please report it: ${line.replace(/\p{Cc}/gu, '?')}${where}\n`);
  return INTERNAL;
}

/** To be called before anything can go wrong. */
export function expectTheUnforeseen() {
  process.stderr.on('error', () => {});
  process.exitCode = INTERNAL;
  process.on('uncaughtException', (problem) => {
    tellInternalError(problem);
    endsAsForeseen();
    process.exit(INTERNAL);
  });
  // Somebody called process.exit(), or nothing is left to be done and there is no verdict.
  process.on('exit', () => {
    if (!isOver) process.exitCode = tellInternalError('the program ended before its work was done');
  });
}
