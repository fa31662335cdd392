/** The exit code is what it is now. */
export function endsAsForeseen(): void;

/** Says what went wrong in one line; where, too, if KIOCTX_DEBUG is set. Gives the exit code. */
export function tellInternalError(problem: unknown): 70;

/** To be called before anything can go wrong. */
export function expectTheUnforeseen(): void;
