/** What a patch edits, as text. */
import type { Addition, FunctionEdit, PatchEdits } from './describe-edits.ts';
import type { StepPlace } from './step-places.ts';

/** Completes "a patch NAME: ". */
export function editsInShort({ hunks }: PatchEdits): string {
  const functions = [...new Set(hunks.flatMap(({ edits }) => edits.map((edit) => edit.function)))];
  if (functions.length === 0) return 'edits nothing';
  return `edits ${functions.map((name) => `${name}()`).join(', ')} in ${counted(hunks.length, 'hunk')}`;
}

/** Hunk by hunk, a line for each step. */
export function showEdits({ structs, fields, lockOrder, contexts, works, functions, hunks }: PatchEdits): string[] {
  return [
    ...structs.map(
      ({ struct, onHeap, count }) => `  new struct ${struct}${onHeap ? ', on the heap' : ''}: ${howMany(count)}`,
    ),
    ...fields.map(({ struct, field, is }) => `  new field ${struct}.${field}: ${is}`),
    ...lockOrder.map((chain) => `  locks nested ${chain.join(' > ')}`),
    ...contexts.map(({ context, entry, atomic }) => `  new ${atomic ? 'interrupt' : 'context'} ${context}: ${entry}()`),
    ...works.map((one) => `  new work ${one.work}${one.in === null ? '' : `, in ${one.in}`}: ${one.function}()`),
    ...functions.map((added) => `  new function ${added.function}(), ${added.at}: ${counted(added.steps, 'step')}`),
    ...hunks.flatMap(({ name, standsFor, edits }) => [`  hunk ${name}: ${standsFor}`, ...edits.flatMap(showEdit)]),
  ];
}

function howMany(count: number | string | null): string {
  if (count === null) return 'as many as the world says';
  return typeof count === 'number' ? String(count) : `one for each of the ${count}`;
}

const showEdit = ({ function: name, at, removed, replaced, added, locals }: FunctionEdit): string[] => [
  `    ${name}(), ${at}`,
  ...locals.map((local) => `      new local ${local.name}: ${local.type}`),
  ...removed.map(({ label, line, c }) => `      removes ${label}: ${line} ${c}`),
  ...replaced.map(({ was, now }) => `      replaces ${was.label}: ${was.line} ${was.c} → ${now.line} ${now.c}`),
  ...added.map(showAddition),
];

const showAddition = ({ step, place }: Addition): string =>
  `      adds ${step.label} ${placed(place)}: ${step.line} ${step.c}`;

function placed(place: StepPlace): string {
  if ('before' in place) return `before ${place.before}`;
  return 'after' in place ? `after ${place.after}` : `instead of ${place.insteadOf.join(', ')}`;
}

const counted = (n: number, one: string): string => `${n} ${one}${n === 1 ? '' : 's'}`;
