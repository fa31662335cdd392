/** A schedule as text in lanes: one column per context, time running down, each step with what the C says and changes. */
import { showResult } from '../model/include/linux/errno.ts';
import type { Change, NarratedStep } from './narrate.ts';

/** How to emphasise; every function may return its argument unchanged. */
export interface Style {
  readonly bold: (text: string) => string;
  readonly dim: (text: string) => string;
  readonly red: (text: string) => string;
  readonly cyan: (text: string) => string;
}

export interface LanesOptions {
  /** Columns of the terminal. */
  readonly width: number;
  readonly style: Style;
}

interface Line {
  readonly text: string;
  readonly tone: keyof Style | 'plain';
}

const NARROWEST = 34;
const NUMBER = 4;
const GAP = ' │ ';
/** Statements are indented by their line number and a blank. */
const HANG = 6;

export function lanes(steps: readonly NarratedStep[], { width, style }: LanesOptions): string {
  const contexts = [...new Set(steps.map((step) => step.context))];
  const each = Math.max(NARROWEST, Math.floor((width - NUMBER - GAP.length * contexts.length) / contexts.length));
  const row = (number: string, cells: readonly string[]) =>
    `${number.padStart(NUMBER)}${cells.map((cell) => GAP + cell).join('')}`.trimEnd();
  const blank = ' '.repeat(each);
  const rule = '─'.repeat(NUMBER) + contexts.map(() => `─┼─${'─'.repeat(each)}`).join('');
  const out = [
    row(
      'step',
      contexts.map((name) => style.bold(name.padEnd(each))),
    ),
    rule,
  ];
  const functions = new Map<string, string>();
  steps.forEach((step, nth) => {
    const lane = contexts.indexOf(step.context);
    linesOf(step, each, functions).forEach(({ text, tone }, i) => {
      const padded = text.padEnd(each);
      const cell = tone === 'plain' ? padded : style[tone](padded);
      const cells = contexts.map((_, at) => (at === lane ? cell : blank));
      out.push(row(i === 0 ? String(nth + 1) : '', cells));
    });
  });
  return out.join('\n');
}

/** `functions` remembers the C function that each lane showed last. */
function linesOf(step: NarratedStep, width: number, functions: Map<string, string>): Line[] {
  const lines: Line[] = [];
  const say = (text: string, tone: Line['tone'], hang: number) =>
    lines.push(...wrap(text, width, hang).map((part) => ({ text: part, tone })));
  step.statements.forEach(({ proc, at, line, c }, nth) => {
    const [file = ''] = at.split(':');
    if (functions.get(step.context) !== proc) say(`${proc}()  ${file}`, 'cyan', 2);
    functions.set(step.context, proc);
    say(`${(line === 0 ? '' : String(line)).padStart(HANG - 2)}  ${c}`, nth === 0 ? 'plain' : 'dim', HANG);
    if (nth > 0) return;
    for (const { name, value } of step.choices)
      say(`${indent}chance: ${name} = ${showResult(value)}`, 'bold', HANG + 2);
    for (const change of step.changes) say(indent + showChange(change), 'dim', HANG + 2);
  });
  for (const { kind, what } of step.findings) say(`${indent}✗ ${kind}: ${what}`, 'red', HANG + 2);
  return lines;
}

const indent = ' '.repeat(HANG);

const showChange = ({ what, from, to }: Change): string => `${what}: ${from} → ${to}`;

/** Breaks text at blanks into lines of at most `width`, all but the first indented by `hang`. */
function wrap(text: string, width: number, hang: number): string[] {
  const lines: string[] = [];
  let rest = text;
  while (rest.length > width) {
    const blank = rest.lastIndexOf(' ', width);
    const at = blank > hang ? blank : width;
    lines.push(rest.slice(0, at));
    rest = ' '.repeat(hang) + rest.slice(at).trimStart();
  }
  return [...lines, rest];
}
