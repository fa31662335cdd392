/** The exit code is what it is now. */
export function endsAsForeseen(): void;

/** Says what went wrong in one line, of the first thing that did; where, too, if KIOCTX_DEBUG is set. Gives the exit code. */
export function tellUnforeseen(problem: unknown): 70;

/** To be called before anything can go wrong. */
export function expectTheUnforeseen(): void;
