/** What of some lines is code: without white space and comments, which a mended line may have in other places. */
import { beginsInComment } from './traits.ts';

/** Stands for the end of a preprocessor line, which white space is not. */
const END_OF_DIRECTIVE = '\n';

/** The lines are those of one side of a hunk, and may begin or end inside a comment. White space in strings counts as little as any. */
export function codeOfLines(lines: readonly string[]): string {
  let text = '';
  let inComment = beginsInComment(lines.map((line) => line.trim()));
  let inDirective = false;
  for (const line of lines) {
    let inString = false;
    if (!inComment && !inDirective) inDirective = /^\s*#/.test(line);
    const goesOn = /\\\s*$/.test(line);
    const code = goesOn ? line.replace(/\\\s*$/, '') : line;
    for (let i = 0; i < code.length; i += 1) {
      const [char, pair] = [code.charAt(i), code.slice(i, i + 2)];
      if (inComment) {
        if (pair === '*/') [inComment, i] = [false, i + 1];
      } else if (!inString && pair === '/*') [inComment, i] = [true, i + 1];
      else if (!inString && pair === '//') break;
      else {
        const literal = inString ? /^\\./.exec(code.slice(i)) : /^'(?:\\.|[^\\'])'/.exec(code.slice(i));
        const part = literal?.[0] ?? char;
        if (part === '"') inString = !inString;
        text += part.replace(/\s/g, '');
        i += part.length - 1;
      }
    }
    if (inDirective && !goesOn && !inComment) [inDirective, text] = [false, text + END_OF_DIRECTIVE];
  }
  return text;
}
