/** The lines of a text, each with its place in the file that was given. */

export interface TextLine {
  readonly text: string;
  /** From 1, in the file as it was given: before anything was decoded. */
  readonly at: number;
}

/** The same place, with what was made of the text. */
export const withText = (line: TextLine, text: string): TextLine => ({ ...line, text });

/** A line ends at LF, CR or both. A byte order mark is passed over. */
export function linesOfText(text: string): TextLine[] {
  const parts = text.replace(/^\uFEFF/, '').split(/\r\n|\r|\n/);
  if (parts.at(-1) === '') parts.pop();
  return parts.map((one, nth) => ({ text: one, at: nth + 1 }));
}
