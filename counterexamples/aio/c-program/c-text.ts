/** Text that is not ours, as C takes it: in comments, in strings, and as names. */
import { visible } from '../../../model/diagnostics/visible.ts';
import { wrappedCode } from '../../formats/wrapped-code.ts';

/** Columns of a comment, its ` * ` left out. */
const WIDTH = 96;

/** In a comment, whatever it holds: it ends none and begins none, and is in one line. */
const inComment = (text: string): string =>
  visible(text)
    .replaceAll('*/', '* /')
    .replaceAll('/*', '/ *')
    .replaceAll(/\?(?=\?)/g, '? ');

/** A comment of paragraphs. Lines of a paragraph that is indented stay as they are. */
export function comment(paragraphs: readonly string[]): string {
  const lines = paragraphs.flatMap((text, nth) => [
    ...(nth === 0 ? [] : ['']),
    ...text
      .split('\n')
      .flatMap((line) => (line.startsWith(' ') ? [inComment(line)] : wrappedCode(inComment(line), WIDTH, ''))),
  ]);
  // A backslash at the end of a line joins it with the next.
  return ['/*', ...lines.map((line) => ` * ${line}`.trimEnd().replace(/\\$/, String.raw`\ .`)), ' */'].join('\n');
}

/** A string of C, of one line. */
export const cString = (text: string): string => `"${visible(text).replaceAll(/["\\?]/g, String.raw`\$&`)}"`;

/** The function of a task. Its number keeps names apart that differ in a dash alone, and from all other names. */
export const functionOf = (task: string, nth: number): string => `task${nth}_${task.replaceAll(/\W/g, '_')}`;

/** The lines of a text that these parts are among: a line that ends in `//@part` is there only with it. */
export const partsWith = (text: string, parts: ReadonlySet<string>): string =>
  text
    .split('\n')
    .flatMap((line) => {
      const [, code = line, part] = /^(.*?) ?\/\/@(\w+)$/.exec(line) ?? [];
      return part === undefined || parts.has(part) ? [code] : [];
    })
    .join('\n');
