/** How many lines a block of C has. */

const PIECES = /\/\*|\/\/|\n|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|[{}]/gs;

/** From the first brace on to the line where that is closed, which counts. Undefined: it is closed nowhere. */
export function lengthOfBlock(lines: readonly string[]): number | undefined {
  const text = lines.join('\n');
  let [depth, length] = [0, 1];
  const lineEnds = (from: number, to: number) => text.slice(from, to).split('\n').length - 1;
  PIECES.lastIndex = 0;
  for (let found = PIECES.exec(text); found !== null; found = PIECES.exec(text)) {
    const [piece] = found;
    if (piece === '/*' || piece === '//') {
      const end = text.indexOf(piece === '//' ? '\n' : '*/', found.index + 2);
      const behind = end < 0 ? text.length : end + (piece === '//' ? 0 : 2);
      length += lineEnds(found.index, behind);
      PIECES.lastIndex = behind;
    } else if (piece === '{') depth += 1;
    else if (piece === '\n') length += 1;
    else if (piece === '}') {
      depth -= 1;
      if (depth === 0) return length;
    } else length += lineEnds(found.index, found.index + piece.length);
  }
  return undefined;
}
