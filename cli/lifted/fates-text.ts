/** A diff as it was read, with a margin that says what became of each line. */
import type { DiffLine, HunkHeader } from '../../model/diffs/index.ts';
import { visible } from '../../model/diagnostics/visible.ts';
import type { Fate, LineFate } from '../../model/lift/accounts.ts';
import type { Palette } from '../options.ts';
import { counted } from '../progress.ts';
import { wrappedWithin } from '../text-width.ts';

export interface LiftedDiff {
  readonly lines: readonly LineFate[];
  readonly files: readonly {
    /** The text that it stands in. */
    readonly file: string;
    readonly path: string;
    readonly hunks: readonly {
      readonly header: HunkHeader;
      readonly lines: readonly DiffLine[];
      /** Of each line of its old side, the line of 2.6.20; null: a patch before brought it. */
      readonly bases: readonly (number | null)[];
    }[];
  }[];
}

/** `91 lines: 60 lifted, 31 nothing, 0 not lifted`. */
export function summaryOf(lines: readonly LineFate[]): string {
  const of = (is: Fate['is']) => lines.filter(({ fate }) => fate.is === is).length;
  return `${counted(lines.length, 'line')}: ${of('lifted')} lifted, ${of('nothing')} nothing, ${of('trap')} not lifted`;
}

/** Columns of the number of a line, and of the blank behind it. */
const NUMBER = 6;
/** Between a line and its margin. */
const GAP = 2;
const TAB = 8;
/** No column of text is narrower. */
const LEAST = 16;

interface Row {
  /** The line of 2.6.20 that it is. */
  readonly base: number | null;
  readonly line: DiffLine;
  readonly fate: Fate | null;
}

interface Layout {
  /** Columns. */
  readonly width: number;
  /** Lines far from what changes are counted, and not shown. */
  readonly isFolded: boolean;
}

export function fatesText({ files, lines }: LiftedDiff, palette: Palette, { width, isFolded }: Layout): string {
  const fates = new Map(lines.map(({ file, at, fate }) => [`${file}:${at}`, fate]));
  const all = files.flatMap(({ file, hunks }) =>
    hunks.map((hunk) => rowsOf(hunk, (line) => fates.get(`${file}:${line.at}`) ?? null)),
  );
  const margin = Math.min(
    Math.max(LEAST, ...all.flat().map(({ fate }) => (fate === null ? 0 : marginOf(fate).length))),
    Math.max(LEAST, Math.floor((width - NUMBER) * 0.4)),
  );
  const room = Math.max(LEAST, width - NUMBER - margin - GAP);
  const shown: string[] = [];
  let nth = 0;
  for (const { path, hunks } of files) {
    shown.push(palette.bold(visible(path)));
    for (const { header } of hunks) {
      shown.push(palette.cyan(visible(headerOf(header)).slice(0, width)));
      for (const part of folded(all[nth++] ?? [], isFolded))
        shown.push(...('folded' in part ? [foldText(part.folded, palette)] : rowText(part, { room, margin }, palette)));
    }
    shown.push('');
  }
  return shown.join('\n');
}

const headerOf = ({ oldStart, oldCount, newStart, newCount, section }: HunkHeader): string =>
  `@@ -${oldStart},${oldCount} +${newStart},${newCount} @@${section === '' ? '' : ` ${section.trim()}`}`;

function rowsOf(
  { lines, bases }: LiftedDiff['files'][number]['hunks'][number],
  fateOf: (line: DiffLine) => Fate | null,
): Row[] {
  let old = 0;
  return lines.map((line) => ({
    base: line.kind === '+' ? null : (bases[old++] ?? null),
    line,
    fate: line.kind === ' ' ? null : fateOf(line),
  }));
}

/** Lines that stay are shown so near to one that changes, as `diff -u` does. */
const CONTEXT = 3;
/** Fewer are shown. */
const LEAST_FOLDED = 5;

/** What is far from every change, as its count of lines. */
function folded(rows: readonly Row[], isFolded: boolean): (Row | { readonly folded: number })[] {
  const isNear = rows.map((_, nth) =>
    rows.slice(Math.max(0, nth - CONTEXT), nth + CONTEXT + 1).some(({ line }) => line.kind !== ' '),
  );
  const parts: (Row | { readonly folded: number })[] = [];
  for (let from = 0, to = 0; from < rows.length; from = to) {
    for (to = from + 1; to < rows.length && isNear[to] === isNear[from];) to++;
    if (isFolded && isNear[from] === false && to - from >= LEAST_FOLDED) parts.push({ folded: to - from });
    else parts.push(...rows.slice(from, to));
  }
  return parts;
}

const foldText = (lines: number, { dim }: Palette): string =>
  dim(`${'…'.padStart(NUMBER - 1)}  ${counted(lines, 'unchanged line')}`);

function marginOf(fate: Fate): string {
  if (fate.is === 'lifted') return fate.as;
  return fate.is === 'nothing' ? `· ${fate.why}` : `TODO ${fate.why}`;
}

function rowText(
  { base, line, fate }: Row,
  { room, margin }: { readonly room: number; readonly margin: number },
  { dim, green, red, yellow }: Palette,
): string[] {
  const code = cut(`${line.kind}${expanded(line.text)}`, room);
  const beside = fate === null ? [] : wrappedWithin(visible(marginOf(fate)), margin);
  const toneOfCode = { ' ': String, '+': green, '-': red }[line.kind];
  const toneOfFate = fate === null ? String : { lifted: String, nothing: dim, trap: yellow }[fate.is];
  return Array.from({ length: Math.max(code.length, beside.length) }, (_, nth) => {
    const number = nth === 0 && base !== null ? String(base) : '';
    const text = code[nth] ?? '';
    const said = beside[nth];
    const head = `${dim(number.padStart(NUMBER - 1))} ${toneOfCode(text)}`;
    return (said === undefined ? head : `${head}${' '.repeat(room - text.length + GAP)}${toneOfFate(said)}`).trimEnd();
  });
}

/** Tabs to blanks: terminals put them at every eighth column, of which the sign is none. */
function expanded(text: string): string {
  let out = '';
  for (const char of text) out += char === '\t' ? ' '.repeat(TAB - (out.length % TAB)) : char;
  return visible(out);
}

/** Lines of at most so many columns, broken at a blank if one is near; what is cut goes on below, behind the sign. */
function cut(text: string, room: number): string[] {
  if (text.length <= room) return [text];
  const blank = text.lastIndexOf(' ', room);
  const at = blank > room / 2 ? blank : room;
  return [text.slice(0, at), ...cut(`    ${text.slice(at).trimStart()}`, room)];
}
