/** The first line of what was thrown. */
export function firstLine(problem: unknown): string;

/** What there was too little of and what to do about it, where that is what was thrown; else null. */
export function shortageOf(problem: unknown): string | null;

/** The same of what nobody foresaw, which may only have come of it. */
export function shortageBehind(problem: unknown): string | null;
