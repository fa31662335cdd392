/** Statements in narrow columns: broken at blanks, and where a name would not fit into a line, behind brackets and dots. */

/** Behind these a word can be broken. */
const BREAKS = ['(', ',', '.', '>'];

/** How much of a word fits, broken where it can be; 0: it cannot. */
const fitting = (word: string, room: number): number =>
  Math.max(...BREAKS.map((mark) => word.slice(0, Math.max(room, 0)).lastIndexOf(mark))) + 1;

/** Lines of at most so many columns, all but the first behind `hang`. */
export function wrappedCode(text: string, width: number, hang: string): string[] {
  const out: string[] = [];
  let line = /^ */.exec(text)?.[0] ?? '';
  let isEmpty = true;
  const add = (part: string): void => {
    line += `${isEmpty ? '' : ' '}${part}`;
    isEmpty = false;
  };
  const end = (): void => {
    out.push(line);
    line = hang;
    isEmpty = true;
  };
  for (const word of text.trim().split(' '))
    for (let rest = word; rest !== '';) {
      const room = width - line.length - (isEmpty ? 0 : 1);
      if (rest.length <= room) {
        add(rest);
        break;
      }
      const isTooLong = rest.length > width - hang.length;
      const at = isTooLong ? fitting(rest, room) : 0;
      if (at > 0 || isEmpty) {
        add(rest.slice(0, at || room));
        rest = rest.slice(at || room);
      }
      end();
    }
  return [...out, line];
}
