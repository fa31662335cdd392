/** Small diffs of our own against 2.6.20, and what a run shows of the numbers that they compute. */
import { behaviour, lifted, patchOf, type Texts } from '../lifting.ts';

/** Lines as a hunk has them, each with its mark; the first, if empty, and the last are left out. */
const linesOf = (text: string): string[] =>
  text
    .replace(/^\n/, '')
    .replace(/\n[^\S\n]*$/, '')
    .split('\n');

/** A hunk whose first line is this one of 2.6.20. Lines without a mark, as an empty one is, are of both sides. */
export function hunk(start: number, text: string): string {
  const lines = linesOf(text);
  const count = (without: string) => lines.filter((line) => !line.startsWith(without)).length;
  return [`@@ -${start},${count('+')} +${start},${count('-')} @@`, ...lines].join('\n');
}

/** Of one file, with these hunks. */
export const diffOf = (path: string, ...hunks: readonly string[]): string =>
  [`--- a/${path}`, `+++ b/${path}`, ...hunks, ''].join('\n');

export const inAio = (start: number, text: string): string => diffOf('fs/aio.c', hunk(start, text));

/** Some lines into aio_complete(), before it takes the lock: `res` is what the event will tell. */
export const inComplete = (text: string): string =>
  inAio(950, [' \tinfo = &ctx->ring_info;', ...linesOf(text).map((line) => `+${line}`), ' ', ''].join('\n'));

/** What a buffered write then tells its user, on every schedule. */
export function told(diff: Texts): unknown {
  const { outcomes, unknown } = behaviour('buffered', patchOf(diff));
  if (unknown !== null) return unknown;
  return outcomes.map((outcome) => {
    const { oops, events } = JSON.parse(outcome) as { oops?: string; events?: Record<string, [number, number][]> };
    return oops ?? events?.['0']?.[0]?.[0];
  });
}

/** The edits of a lifted diff, without the lines that they cite. */
export function editsOf(diff: Texts): string {
  const { module } = lifted(diff);
  return [...module.matchAll(/^( *)edits: \[\n([^]*?)\n\1\],$/gm)]
    .map(([, indent = '', text = '']) =>
      text
        .split('\n')
        .filter((line) => !/^\s*(?:line: \d+,|c: ')/.test(line))
        .map((line) => line.slice(indent.length + 2))
        .join('\n'),
    )
    .join('\n');
}

/** New functions in front of aio_complete(), and lines in it, as inComplete has them. */
export const withFunctions = (functions: string, text: string): string =>
  diffOf(
    'fs/aio.c',
    hunk(
      918,
      [
        ' EXPORT_SYMBOL(kick_iocb);',
        ' ',
        ...linesOf(functions).map((line) => `+${line}`),
        '+',
        ' /* aio_complete',
      ].join('\n'),
    ),
    hunk(950, [' \tinfo = &ctx->ring_info;', ...linesOf(text).map((line) => `+${line}`), ' '].join('\n') + '\n'),
  );
