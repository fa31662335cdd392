/** Text in lanes: one column per context, time running down. */
import { visible } from '../model/diagnostics/visible.ts';

/** How to emphasise; every function may return its argument unchanged. */
export interface Style {
  readonly bold: (text: string) => string;
  readonly dim: (text: string) => string;
  readonly red: (text: string) => string;
  readonly cyan: (text: string) => string;
}

export interface LaneLine {
  readonly text: string;
  readonly tone: keyof Style | 'plain';
}

/** Lanes overlap rather than be narrower than this: only one of them speaks at a time. */
const NARROWEST = 60;
const NUMBER = 4;
const BAR = '│';

export class LaneGrid {
  /** Columns that a line of any lane has. */
  readonly room: number;
  private readonly width: number;
  private readonly contexts: readonly string[];
  private readonly starts: readonly number[];
  private readonly bars: string;
  private readonly style: Style;

  /** `width`: columns of the terminal; `widest`: of a lane, where there is room for all of them. */
  constructor(contexts: readonly string[], width: number, style: Style, widest = NARROWEST) {
    this.contexts = contexts;
    this.style = style;
    this.width = width;
    this.starts = startsOf(contexts, width, widest);
    const last = this.starts.at(-1) ?? 0;
    this.room = Math.max(NARROWEST, width - NUMBER - 1 - last - 2);
    this.bars = Array.from({ length: last + 1 }, (_, at) => (this.starts.includes(at) ? BAR : ' ')).join('');
  }

  /** The names above their lanes: in one line, if there is room, else one below the other. */
  head(): string[] {
    const { contexts, starts, bars, style } = this;
    const roomOf = (lane: number): number => (starts[lane + 1] ?? Infinity) - (starts[lane] ?? 0);
    const named = contexts.map((name) => `${BAR} ${name}`);
    const lines = named.every((name, lane) => name.length < roomOf(lane))
      ? [named.map((name, lane) => (lane + 1 < named.length ? name.padEnd(roomOf(lane)) : name)).join('')]
      : named.map((name, lane) => bars.slice(0, starts[lane]) + name);
    return lines.map((line, nth) => `${nth === 0 ? 'step' : '    '} ${style.bold(line)}`);
  }

  /** The bars with a line in one lane; it may reach over those to its right. */
  row(number: string, context: string, { text, tone }: LaneLine): string {
    const { starts, bars, style } = this;
    const from = (starts[this.contexts.indexOf(context)] ?? 0) + 2;
    const said = tone === 'plain' ? text : style[tone](text);
    const after = bars.slice(from + text.length);
    // A bar right behind the text would read as a part of it.
    const rest = after.startsWith(BAR) ? ` ${after.slice(1)}` : after;
    return `${number.padStart(NUMBER)} ${bars.slice(0, from).padEnd(from)}${said}${rest}`.trimEnd();
  }

  /** Columns that a line of this lane has, if it reaches over those to its right. */
  roomOf(context: string): number {
    const start = this.starts[this.contexts.indexOf(context)] ?? 0;
    return Math.max(NARROWEST, this.width - NUMBER - 1 - start - 2);
  }

  /** Text in as many lines as it takes, all but the first indented by `hang`. */
  lines(text: string, tone: LaneLine['tone'], hang: number, room = this.room): LaneLine[] {
    return wrap(visible(text), room, hang).map((part) => ({ text: part, tone }));
  }
}

/** The column of each lane's bar: side by side where the terminal is wide enough, overlapping where it is not. */
function startsOf(contexts: readonly string[], width: number, widest: number): number[] {
  const last = Math.max(0, width - NUMBER - 1 - NARROWEST - 2);
  const apart = contexts.length < 2 ? 0 : Math.min(widest, Math.floor(last / (contexts.length - 1)));
  return contexts.map((_, lane) => lane * apart);
}

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
