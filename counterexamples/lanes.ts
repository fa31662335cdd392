/** A schedule as text in lanes: one column per context, time running down, each step with what the C says and changes. */
import { visible } from '../model/diagnostics/visible.ts';
import type { Change, NarratedStep, ShowValue } from './narrate.ts';

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
  /** For the values that choices took; without it they are shown as numbers. */
  readonly showValue?: ShowValue;
}

interface Line {
  readonly text: string;
  readonly tone: keyof Style | 'plain';
}

/** Lanes overlap rather than be narrower than this: only one of them speaks at a time. */
const NARROWEST = 60;
const NUMBER = 4;
const BAR = '│';
/** Statements are indented by their line number and a blank. */
const HANG = 6;

export function lanes(steps: readonly NarratedStep[], { width, style, showValue = String }: LanesOptions): string {
  const contexts = [...new Set(steps.map((step) => step.context))];
  const starts = startsOf(contexts, width);
  const last = starts.at(-1) ?? 0;
  const room = Math.max(NARROWEST, width - NUMBER - 1 - last - 2);
  const bars = Array.from({ length: last + 1 }, (_, at) => (starts.includes(at) ? BAR : ' ')).join('');
  /** A row of bars with `text` in one lane; it may reach over the bars to its right. */
  const row = (number: string, lane: number, text: string, tone: Line['tone']) => {
    const from = (starts[lane] ?? 0) + 2;
    const said = tone === 'plain' ? text : style[tone](text);
    const after = bars.slice(from + text.length);
    // A bar right behind the text would read as a part of it.
    const rest = after.startsWith(BAR) ? ` ${after.slice(1)}` : after;
    return `${number.padStart(NUMBER)} ${bars.slice(0, from).padEnd(from)}${said}${rest}`.trimEnd();
  };
  const out = headOf(contexts, starts, bars).map((line, nth) => `${nth === 0 ? 'step' : '    '} ${style.bold(line)}`);
  const functions = new Map<string, string>();
  steps.forEach((step, nth) => {
    const lane = contexts.indexOf(step.context);
    linesOf(step, room, functions, showValue).forEach(({ text, tone }, i) => {
      out.push(row(i === 0 ? String(nth + 1) : '', lane, text, tone));
    });
  });
  return out.join('\n');
}

/** The names above their lanes: in one line, if there is room, else one below the other. */
function headOf(contexts: readonly string[], starts: readonly number[], bars: string): string[] {
  const roomOf = (lane: number): number => (starts[lane + 1] ?? Infinity) - (starts[lane] ?? 0);
  const named = contexts.map((name) => `${BAR} ${name}`);
  if (named.every((name, lane) => name.length < roomOf(lane)))
    return [named.map((name, lane) => (lane + 1 < named.length ? name.padEnd(roomOf(lane)) : name)).join('')];
  return named.map((name, lane) => bars.slice(0, starts[lane]) + name);
}

/** The column of each lane's bar: side by side where the terminal is wide enough, overlapping where it is not. */
function startsOf(contexts: readonly string[], width: number): number[] {
  const last = Math.max(0, width - NUMBER - 1 - NARROWEST - 2);
  const apart = contexts.length < 2 ? 0 : Math.min(NARROWEST, Math.floor(last / (contexts.length - 1)));
  return contexts.map((_, lane) => lane * apart);
}

/** `functions` remembers the C function that each lane showed last. */
function linesOf(step: NarratedStep, width: number, functions: Map<string, string>, showValue: ShowValue): Line[] {
  const lines: Line[] = [];
  const say = (text: string, tone: Line['tone'], hang: number) =>
    lines.push(...wrap(visible(text), width, hang).map((part) => ({ text: part, tone })));
  step.statements.forEach(({ proc, at, line, c, patched, locals }, nth) => {
    const [file = ''] = at.split(':');
    if (functions.get(step.context) !== proc) say(`${proc}()  ${file}`, 'cyan', 2);
    functions.set(step.context, proc);
    const number = (line === 0 ? '' : String(line)).padStart(HANG - 2);
    say(`${number}${patched ? '+' : ' '} ${c}`, nth === 0 ? 'plain' : 'dim', HANG);
    if (locals !== null) say(`${indent}${locals}`, 'dim', HANG + 2);
    if (nth > 0) return;
    for (const { name, value } of step.choices) say(`${indent}chance: ${name} = ${showValue(value)}`, 'bold', HANG + 2);
    for (const change of step.changes) say(indent + showChange(change), 'dim', HANG + 2);
    for (const { what, is } of step.looks) say(`${indent}${what} is ${is}`, 'dim', HANG + 2);
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
