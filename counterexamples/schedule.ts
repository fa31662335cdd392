/** The lines of a schedule, by name: `bio0.0 aio_complete.lock` for a step, `submitter ? invalidate=-5` for a choice that it made. */
import type { Choice } from '../model/core/index.ts';
import type { NarratedStep } from './narrate.ts';

/** `step` is `proc.label`. */
export const stepLine = (context: string, step: string): string => `${context} ${step}`;

/** The function and the label that a step names. No function's name has a dot in it. */
export function partsOfStep(step: string): { readonly proc: string; readonly label: string } {
  const dot = step.indexOf('.');
  return { proc: step.slice(0, dot), label: step.slice(dot + 1) };
}

export const choiceLine = (context: string, { name, value }: Choice): string => `${context} ? ${name}=${value}`;

export const scheduleOf = (steps: readonly Pick<NarratedStep, 'context' | 'step' | 'choices'>[]): readonly string[] =>
  steps.flatMap(({ context, step, choices }) => [
    stepLine(context, step),
    ...choices.map((choice) => choiceLine(context, choice)),
  ]);

/** Neighbouring steps of different contexts. */
export const switchesIn = (steps: readonly Pick<NarratedStep, 'context'>[]): number =>
  steps.filter((step, i) => i > 0 && step.context !== steps[i - 1]?.context).length;

/** What a line must look like; whether there is such a context, step or choice is for a machine to tell. */
export const SCHEDULE_LINE = /^\S+ (?:\? .+=-?\d+|(?!\? )\S.*\.\S.*)$/;

export const isChoice = (line: string): boolean => line.startsWith(`${contextOf(line)} ? `);

/** No context's name has a blank in it. */
export const contextOf = (line: string): string => line.split(' ', 1)[0] ?? '';
