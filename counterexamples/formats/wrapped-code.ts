/** Statements in narrow columns: broken at blanks, and where a name would not fit into a line, behind brackets and dots. */

/** Behind these a word can be broken. */
const BREAKS = ['(', ',', '.', '>'];

/** How much of a word fits, broken where it can be; 0: it cannot. */
const fitting = (word: string, room: number): number =>
  Math.max(...BREAKS.map((mark) => word.slice(0, Math.max(room, 0)).lastIndexOf(mark))) + 1;

/** So many units, or one less, where that would be within a character of two. */
export const whole = (word: string, room: number): number =>
  room > 1 && /[\uD800-\uDBFF]/.test(word[room - 1] ?? '') ? room - 1 : room;

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
        const cut = at || whole(rest, room);
        add(rest.slice(0, cut));
        rest = rest.slice(cut);
      }
      end();
    }
  return [...out, line];
}
