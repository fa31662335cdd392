/**
 * A step, a condition or a predicate must depend on the state alone: it is asked in any order, more than once, by several threads,
 * and what it did is remembered and not done again. One that assigns a variable outside of itself depends on what was asked
 * before, so that is bad input. It is found in the text, where it has a line; what the text does not show is found, if at all, when
 * the machine tries steps and predicates twice.
 *
 * The rule. A write comes down to a variable, V, which is declared in the module or in a function, D. Between D and the write there
 * may be functions. If there are none, a function writes a variable of its own, which is new in every call. Otherwise the write is
 * refused if one of those functions is a step's, a condition or a predicate, by the name of the property that it stands in or as
 * the argument of `to`, `through` or `each`: then V is outside of it. So it is if D runs when the module is loaded (the module
 * itself does, and a factory that is called from there) and one of those functions may run later, when D has returned. What only
 * runs while the module is loaded, or while D does, may write: loops that make hunks, helpers and callbacks of a factory, a local
 * sum that the callback of `forEach` adds to. When functions run is worked out in `run-times.ts`.
 *
 * A parameter is a variable of its function, so steps write k, f and g as they like. `const m = memo.inner` makes m another name of
 * memo. Methods that change (push, set, sort) count where the variable was declared with an array, an object, a map or a set.
 *
 * Not seen: what a function does to a parameter that somebody hands an outer object, what methods of classes do to `this`, what is
 * written behind a call's result, and whatever packages do.
 */
import type { SourceIssue } from './source-issue.ts';

/**
 * One issue for each such write in a module and the files that it imports relatively (not in kioctx itself, nor in packages), and
 * one for each file that does not parse. Runs nothing of the module. Throws InputError where a file cannot be read.
 */
export async function outerAssignments(file: string): Promise<SourceIssue[]> {
  // A quarter of a second that nobody else should pay.
  const { findOuterAssignments } = await import('./outer-assignments.ts');
  return findOuterAssignments(file);
}
