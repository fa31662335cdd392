/** How wide text may be, and text broken into lines. */

/** A terminal may say that it has no columns. */
export const NARROWEST = 40;
/** Columns, where there is no terminal. */
export const WIDTH = 120;

/** The columns of standard output. */
export const outputWidth = (): number => Math.max(process.stdout.columns ?? WIDTH, NARROWEST);

/** Lines of at most so many columns, broken at blanks; a word that is longer is a line of its own. */
export function wrapped(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line];
}

/** The same, but a word that is longer is broken too: behind `-`, `+`, `_` and the like, or where it must be. */
export const wrappedWithin = (text: string, width: number): string[] =>
  wrapped(text, width).flatMap((line) => (line.length <= width ? [line] : brokenWord(line, width)));

const MARKS = ['-', '+', '_', '.', '/', ':'];

function brokenWord(word: string, width: number): string[] {
  const lines: string[] = [];
  for (let rest = word; rest !== '';) {
    const head = rest.slice(0, width);
    const at = rest.length <= width ? width : Math.max(...MARKS.map((mark) => head.lastIndexOf(mark))) + 1 || width;
    lines.push(rest.slice(0, at));
    rest = rest.slice(at);
  }
  return lines;
}

/** `head` in a column of `indent`, the text beside it; where that leaves too little room, below it. */
export function besideHead(head: string, text: string, indent: number, width: number): string[] {
  const room = width - indent;
  if (room < NARROWEST) return text === '' ? [head] : [head, ...wrapped(text, width - 4).map((line) => `    ${line}`)];
  return wrapped(text, room).map((line, i) => `${(i === 0 ? head : '').padEnd(indent)}${line}`.trimEnd());
}
