/** Text broken into lines. */

/** A terminal may say that it has no columns. */
export const NARROWEST = 40;

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
