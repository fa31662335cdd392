/** A schedule in lanes, folded to what matters: the statements of the slice, and of each stretch beside it one line. */
import type { Explanation, StatementTold } from '../explain/explanation.ts';
import { LaneGrid } from '../lane-grid.ts';
import { HANG, type LanesOptions, showChange, statementText } from '../lanes.ts';
import type { NarratedStatement, NarratedStep, ShowValue } from '../narrate.ts';

/** Columns between lanes, beside the longest name: their text may reach over those to the right. */
const BESIDE_NAME = 3;

/** Of the end of an order, where none is known to matter. */
const MOST_CHANGES = 2;

type Told = Pick<Explanation, 'statements'>;

/** By step, the numbers of the statements that are shown: those that matter. Calls are told by the functions that they lead to. */
export function shownOf(steps: readonly NarratedStep[], { statements }: Told): readonly (readonly number[])[] {
  return steps.map((step, nth) => {
    const told = statements[nth] ?? [];
    const shown = told.flatMap(({ because, isCall }, i) => (because.length > 0 && !isCall ? [i] : []));
    return step.findings.length > 0 && shown.length === 0 ? [Math.max(step.statements.length - 1, 0)] : shown;
  });
}

export function folded(
  steps: readonly NarratedStep[],
  explanation: Told,
  { width, style, showValue = String }: LanesOptions,
): string {
  const shown = shownOf(steps, explanation);
  const contexts = [...new Set(steps.filter((_, nth) => (shown[nth]?.length ?? 0) > 0).map(({ context }) => context))];
  const widest = Math.max(...contexts.map(({ length }) => length)) + BESIDE_NAME;
  const grid = new LaneGrid(contexts, width, style, widest);
  const out = grid.head();
  const paths = new Map<string, readonly string[]>();
  let hidden = 0;
  steps.forEach((step, nth) => {
    const numbers = shown[nth] ?? [];
    if (numbers.length === 0) {
      hidden++;
      return;
    }
    let number = String(nth + 1);
    const room = grid.roomOf(step.context);
    for (const i of numbers) {
      const [statement, told] = [step.statements[i], explanation.statements[nth]?.[i]];
      if (statement === undefined || told === undefined) continue;
      const head = way(paths.get(step.context), told.path, statement);
      // In front of a statement in the same function, a mark is enough: the numbers tell how many steps it stands for.
      if (hidden > 0 && head === '') number = `⋮${number.padStart(3)}`;
      else if (head !== '')
        for (const line of grid.lines(`${stretch(hidden)}${head}`, 'cyan', 2, room))
          out.push(grid.row('', step.context, line));
      hidden = 0;
      paths.set(step.context, told.path);
      const text = statementText({ ...statement, c: brief(statement.c) });
      const values = valuesOf(step, i, told, showValue).join(', ');
      const fits = values !== '' && text.length + 3 + values.length <= room;
      const lines = grid.lines(fits ? `${text}   ${values}` : text, 'plain', HANG, room);
      if (values !== '' && !fits) lines.push(...grid.lines(`${' '.repeat(HANG)}${values}`, 'dim', HANG + 2, room));
      for (const line of lines) {
        out.push(grid.row(number, step.context, line));
        number = '';
      }
    }
    for (const { kind, what } of step.findings)
      for (const line of grid.lines(`${' '.repeat(HANG)}✗ ${kind}: ${what}`, 'red', HANG + 2, room))
        out.push(grid.row('', step.context, line));
  });
  if (hidden > 0) out.push(grid.row('', contexts[0] ?? '', { text: stretch(hidden).trimEnd(), tone: 'dim' }));
  return out.join('\n');
}

const stretch = (steps: number): string => (steps === 0 ? '' : `⋮ ${steps} ${steps === 1 ? 'step' : 'steps'} `);

/** Without what says nothing of what happens. */
const brief = (c: string): string => c.replaceAll(/\s*\/\*.*?\*\//g, '').replace(/^assert_spin_locked\([^)]*\)+; /, '');

/** How control came from the functions that the lane showed last to those of a statement. */
function way(before: readonly string[] | undefined, path: readonly string[], { at }: NarratedStatement): string {
  if (before?.join() === path.join()) return '';
  const [file = ''] = at.split(':');
  const same = before === undefined ? 0 : path.findIndex((proc, nth) => before[nth] !== proc);
  const from = same < 0 ? path.length - 1 : same;
  const calls = path.slice(from).map((proc) => `${proc}()`);
  // Below a function that was shown before; or in one that was called on the way.
  return `${from > 0 && same >= 0 ? '→ ' : ''}${calls.join(' → ')}  ${file}`;
}

/** What the statement did, as far as it matters. */
export function valuesOf(step: NarratedStep, nth: number, told: StatementTold, showValue: ShowValue): string[] {
  const values: string[] = [];
  if (told.branch !== null) values.push(told.branch);
  if (told.locals !== null) values.push(told.locals);
  if (nth > 0) return values;
  for (const { name, value } of step.choices) values.push(`chance: ${name} = ${showValue(value)}`);
  const matters = new Set(told.because.map(({ what }) => what));
  const isEnd = told.because.some(({ is }) => is === 'order' || is === 'wrong');
  const changes = step.changes.filter(({ what }) => matters.has(what));
  values.push(...(changes.length === 0 && isEnd ? step.changes.slice(0, MOST_CHANGES) : changes).map(showChange));
  if (told.branch !== null || isEnd) values.push(...step.looks.map(({ what, is }) => `${what} is ${is}`));
  return values;
}
