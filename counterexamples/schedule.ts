/** The lines of a schedule, by name: `bio0.0 aio_complete.lock` for a step, `submitter ? invalidate=-5` for a choice that it made. */
import type { Choice } from '../model/core/index.ts';

/** `step` is `proc.label`. */
export const stepLine = (context: string, step: string): string => `${context} ${step}`;

export const choiceLine = (context: string, { name, value }: Choice): string => `${context} ? ${name}=${value}`;

/** What a line must look like; whether there is such a context, step or choice is for a machine to tell. */
export const SCHEDULE_LINE = /^\S+ (?:\? .+=-?\d+|(?!\? )\S.*\.\S.*)$/;

export const isChoice = (line: string): boolean => line.startsWith(`${contextOf(line)} ? `);

/** No context's name has a blank in it. */
export const contextOf = (line: string): string => line.split(' ', 1)[0] ?? '';
