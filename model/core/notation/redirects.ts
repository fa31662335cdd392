/**
 * Jumps that are led over steps which edits put in front of their target. Remembered with the function, so that the jumps of
 * later edits are led over them too: the order of edits that do not meet in a step makes no difference.
 */
import type { AnyProc, AnyStep } from './proc.ts';

/** Of the jumps to one step. */
export interface Redirect {
  /** The label of the step where they lead. */
  readonly to: string;
  /** The labels of the steps on the way: their own jumps skip the rest of it. */
  readonly way: ReadonlySet<string>;
}

/** By the label that a jump names. */
export type Redirects = ReadonlyMap<string, Redirect>;

/** What an edit puts in front of steps, by their labels. */
type Before = Readonly<Record<string, object | undefined>>;

const NONE: Redirects = new Map();

/** Those of a function before it is edited. */
export const redirectsOf = ({ detours = NONE }: AnyProc): Redirects => detours;

/** From a step to the first of those that are put in front of it. */
export const redirectsTo = (before: Before): Redirects =>
  new Map(
    Object.entries(before).flatMap(([label, added]) => {
      const way = Object.keys(added ?? {});
      return way.length === 0 ? [] : [[label, { to: way[0] as string, way: new Set(way) }] as const];
    }),
  );

/** Those of the function when the edit has brought these steps, in front of others or behind them: what is put on a way is on it. */
export function joined(earlier: Redirects, own: Redirects, ...brought: readonly Before[]): Redirects {
  const all = new Map(own);
  for (const [from, { to, way }] of earlier) {
    const labels = new Set([...way, ...(own.get(from)?.way ?? [])]);
    for (const steps of brought)
      for (const [label, added] of Object.entries(steps))
        if (way.has(label)) for (const name of Object.keys(added ?? {})) labels.add(name);
    all.set(from, { to: own.get(to)?.to ?? to, way: labels });
  }
  return all;
}

/**
 * Those that lead the jumps of what an edit brings at a step: not over what it is on the way of, nor over what stands in front of a
 * step that the edit itself puts something in front of. There its jumps mean what they say.
 */
export const leading = (earlier: Redirects, own: Redirects, label: string): Redirects =>
  earlier.size === 0 ? earlier : new Map([...earlier].filter(([from, { way }]) => !own.has(from) && !way.has(label)));

/** The step, whose jumps are led. */
export function redirected(step: AnyStep, detours: Redirects): AnyStep {
  if (detours.size === 0) return step;
  const then = step.then === undefined ? {} : { then: detours.get(step.then)?.to ?? step.then };
  if (!('run' in step || 'go' in step)) return { ...step, ...then };
  const all = new Map([...detours].map(([from, { to }]) => [from, to]));
  for (const [from, to] of step.detours ?? []) all.set(from, detours.get(to)?.to ?? to);
  return { ...step, ...then, detours: all };
}
