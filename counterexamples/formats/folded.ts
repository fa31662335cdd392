/** A schedule in lanes, folded to what matters: the statements of the slice, and of each stretch beside it one line. */
import { briefCode } from '../brief-code.ts';
import type { Explanation, StatementTold } from '../explain/explanation.ts';
import { LaneGrid, type LaneLine } from '../lane-grid.ts';
import { HANG, type LanesOptions, numbered, showChange, showChoice, showLook, statementText } from '../lanes.ts';
import { fileOf, type NarratedStatement, type NarratedStep, type ShowValue } from '../narrate.ts';

/** Columns between lanes, beside the longest name: their text may reach over those to the right. */
const BESIDE_NAME = 3;

/** Of the end of an order, where none is known to matter. */
const MOST_CHANGES = 2;

type Told = Pick<Explanation, 'statements' | 'ours'>;

/** By step, the numbers of the statements that are shown: those that matter. Calls are told by the functions that they lead to. */
export function shownOf(steps: readonly NarratedStep[], { statements }: Told): readonly (readonly number[])[] {
  return steps.map((step, nth) => {
    const told = statements[nth] ?? [];
    const shown = told.flatMap(({ because, isCall }, i) => (because.length > 0 && !isCall ? [i] : []));
    return step.findings.length > 0 && shown.length === 0 ? [Math.max(step.statements.length - 1, 0)] : shown;
  });
}

export function folded(steps: readonly NarratedStep[], explanation: Told, options: LanesOptions): string {
  return new Folding(steps, explanation, options).text();
}

class Folding {
  private readonly steps: readonly NarratedStep[];
  private readonly told: Told;
  private readonly shown: readonly (readonly number[])[];
  private readonly grid: LaneGrid;
  private readonly showValue: ShowValue;
  private readonly out: string[];
  /** The functions that each lane showed last. */
  private readonly paths = new Map<string, readonly string[]>();
  private readonly passedRemoved = new Set<string>();
  /** Steps since the last that was shown. */
  private hidden = 0;

  constructor(steps: readonly NarratedStep[], told: Told, { width, style, showValue = String }: LanesOptions) {
    this.steps = steps;
    this.told = told;
    this.showValue = showValue;
    this.shown = shownOf(steps, told);
    const isShown = ({ statements }: NarratedStep, nth: number) =>
      (this.shown[nth]?.length ?? 0) > 0 || statements.some(({ removed }) => removed.length > 0);
    const contexts = new Set(steps.filter(isShown).map(({ context }) => context));
    const widest = Math.max(...[...contexts].map(({ length }) => length)) + BESIDE_NAME;
    this.grid = new LaneGrid([...contexts], width, style, widest);
    this.out = this.grid.head();
  }

  text(): string {
    const [first] = this.steps;
    this.steps.forEach((step, nth) => {
      const numbers = this.shown[nth] ?? [];
      for (const { proc, removed } of step.statements) this.removed(step.context, proc, removed);
      if (numbers.length === 0) this.hidden++;
      numbers.forEach((i, at) => this.statement(step, nth, i, at === 0 ? String(nth + 1) : ''));
      for (const { kind, what } of numbers.length === 0 ? [] : step.findings)
        this.say('', step.context, `${INDENT}✗ ${kind}: ${what}`, 'red', HANG + 2);
    });
    if (this.hidden > 0) this.say('', first?.context ?? '', stretch(this.hidden).trimEnd(), 'dim', 0);
    return this.out.join('\n');
  }

  /** What the patch took out there, the first time that control passes it. */
  private removed(context: string, proc: string, removed: NarratedStatement['removed']): void {
    const all = removed.filter(({ line, c }) => !this.passedRemoved.has(`${proc} ${line} ${c}`));
    const [first, ...more] = all;
    if (first === undefined) return;
    for (const { line, c } of all) this.passedRemoved.add(`${proc} ${line} ${c}`);
    const told = [
      `${numbered(first.line)}- ${briefCode(first.c)}`,
      ...more.map(({ line, c }) => `${line}- ${briefCode(c)}`),
    ];
    this.say('', context, `${told.join('; ')}${GAP}(${proc}())`, 'dim', HANG);
  }

  private say(number: string, context: string, text: string, tone: LaneLine['tone'], hang: number): void {
    const { grid, out } = this;
    grid.lines(text, tone, hang, grid.roomOf(context)).forEach((line, i) => {
      out.push(grid.row(i === 0 ? number : '', context, line));
    });
  }

  /** The `i`-th statement of a step, with what it did beside it, where there is room. */
  private statement(step: NarratedStep, nth: number, i: number, number: string): void {
    const { context } = step;
    const statement = step.statements[i];
    const told = this.told.statements[nth]?.[i];
    if (statement === undefined || told === undefined) return;
    const { head, isReturn } = way(this.paths.get(context), told.path, statement);
    this.paths.set(context, told.path);
    const room = this.grid.roomOf(context);
    const text = statementText({ ...statement, c: briefCode(statement.c) });
    const values = valuesOf(step, i, told, this.showValue, this.told.ours).join(', ');
    const whole = [text, values].filter((part) => part !== '').join(GAP);
    // What control has come back to was shown before: where there is room, its name is enough.
    const behind = `${GAP}(${told.path.at(-1)}())`;
    const isBrief = isReturn && whole.length + behind.length <= room;
    // In front of a statement, a mark is enough: the numbers tell how many steps it stands for.
    const marked = this.hidden > 0 && (head === '' || isBrief) ? `⋮${number.padStart(3)}` : number;
    if (head !== '' && !isBrief) this.say('', context, `${stretch(this.hidden)}${head}`, 'cyan', 2);
    this.hidden = 0;
    if (whole.length <= room) this.say(marked, context, isBrief ? `${whole}${behind}` : whole, 'plain', HANG);
    else {
      this.say(marked, context, text, 'plain', HANG);
      if (values !== '') this.say('', context, `${INDENT}${values}`, 'dim', HANG + 2);
    }
  }
}

const GAP = '   ';
const INDENT = ' '.repeat(HANG);

const stretch = (steps: number): string => (steps === 0 ? '' : `⋮ ${steps} ${steps === 1 ? 'step' : 'steps'} `);

/** How control came from the functions that the lane showed last to those of a statement; no head: it is in the same. */
function way(
  before: readonly string[] | undefined,
  path: readonly string[],
  { at }: NarratedStatement,
): { readonly head: string; readonly isReturn: boolean } {
  if (before?.join() === path.join()) return { head: '', isReturn: false };
  const same = before === undefined ? 0 : path.findIndex((proc, nth) => before[nth] !== proc);
  const isReturn = same < 0;
  const from = isReturn ? path.length - 1 : same;
  const calls = path.slice(from).map((proc) => `${proc}()`);
  return { head: `${from > 0 && !isReturn ? '→ ' : ''}${calls.join(' → ')}  ${fileOf(at)}`, isReturn };
}

/** What the statement did, as far as it matters. `ours`: records of ours, which are told only if they matter. */
export function valuesOf(
  step: NarratedStep,
  nth: number,
  told: StatementTold,
  showValue: ShowValue,
  ours: readonly string[],
): string[] {
  const values: string[] = [];
  if (told.branch !== null) values.push(told.branch);
  if (told.locals !== null) values.push(told.locals);
  if (nth > 0) return values;
  values.push(...step.choices.map((choice) => showChoice(choice, showValue)));
  const matters = new Set(told.because.map(({ what }) => what));
  const isEnd = told.because.some(({ is }) => is === 'order' || is === 'wrong');
  const changes = step.changes.filter(({ what }) => matters.has(what));
  const most = isEnd ? MOST_CHANGES : told.branch === null ? 0 : 1;
  const others = step.changes.filter(({ what }) => !ours.includes(what)).slice(0, most);
  values.push(...(changes.length === 0 ? others : changes).map(showChange));
  if (told.branch !== null || isEnd) values.push(...step.looks.map(showLook));
  return values;
}

/** What a statement did, where nothing says what of it matters. */
export function allValues(
  { statements, choices, changes, looks }: NarratedStep,
  nth: number,
  showValue: ShowValue,
): string[] {
  const { locals = null } = statements[nth] ?? {};
  const own = locals === null ? [] : [locals];
  if (nth > 0) return own;
  return [
    ...own,
    ...choices.map((choice) => showChoice(choice, showValue)),
    ...changes.map(showChange),
    ...looks.map(showLook),
  ];
}
