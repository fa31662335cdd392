/** A schedule as text in lanes, each step with what the C says and changes. */
import type { Choice } from '../model/core/index.ts';
import { LaneGrid, type LaneLine, type Style } from './lane-grid.ts';
import {
  type Change,
  fileOf,
  type Look,
  type NarratedStatement,
  type NarratedStep,
  type ShowValue,
} from './narrate.ts';

export type { Style } from './lane-grid.ts';

export interface LanesOptions {
  /** Columns of the terminal. */
  readonly width: number;
  readonly style: Style;
  /** For the values that choices took; without it they are shown as numbers. */
  readonly showValue?: ShowValue;
}

/** Statements are indented by their line number and a blank. */
export const HANG = 6;

export function lanes(steps: readonly NarratedStep[], { width, style, showValue = String }: LanesOptions): string {
  const grid = new LaneGrid([...new Set(steps.map((step) => step.context))], width, style);
  const out = grid.head();
  const functions = new Map<string, string>();
  steps.forEach((step, nth) => {
    linesOf(step, grid, functions, showValue).forEach((line, i) => {
      out.push(grid.row(i === 0 ? String(nth + 1) : '', step.context, line));
    });
  });
  return out.join('\n');
}

/** `functions` remembers the C function that each lane showed last. */
function linesOf(step: NarratedStep, grid: LaneGrid, functions: Map<string, string>, showValue: ShowValue): LaneLine[] {
  const lines: LaneLine[] = [];
  const say = (text: string, tone: LaneLine['tone'], hang: number) => lines.push(...grid.lines(text, tone, hang));
  step.statements.forEach((statement, nth) => {
    const { proc, at, locals, removed } = statement;
    if (functions.get(step.context) !== proc) say(`${proc}()  ${fileOf(at)}`, 'cyan', 2);
    functions.set(step.context, proc);
    for (const { line, c } of removed) say(`${numbered(line)}- ${c}`, 'dim', HANG);
    say(statementText(statement), nth === 0 ? 'plain' : 'dim', HANG);
    if (locals !== null) say(`${indent}${locals}`, 'dim', HANG + 2);
    if (nth > 0) return;
    for (const choice of step.choices) say(indent + showChoice(choice, showValue), 'bold', HANG + 2);
    for (const change of step.changes) say(indent + showChange(change), 'dim', HANG + 2);
    for (const look of step.looks) say(indent + showLook(look), 'dim', HANG + 2);
  });
  for (const { kind, what } of step.findings) say(`${indent}✗ ${kind}: ${what}`, 'red', HANG + 2);
  return lines;
}

const indent = ' '.repeat(HANG);

/** A line number as it stands in front of statements. */
export const numbered = (line: number): string => (line === 0 ? '' : String(line)).padStart(HANG - 2);

/** `1001  if (waitqueue_active(&ctx->wait))`; a `+` marks what the patch brings. */
export const statementText = ({ line, c, patched }: NarratedStatement): string =>
  `${numbered(line)}${patched ? '+' : ' '} ${c}`;

export const showChoice = ({ name, value }: Choice, showValue: ShowValue): string =>
  `chance: ${name} = ${showValue(value)}`;

export const showLook = ({ what, is }: Look): string => `${what} is ${is}`;

export const showChange = ({ what, from, to }: Change): string => `${what}: ${from} → ${to}`;
