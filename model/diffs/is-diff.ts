/** Whether a text is a diff, or a mail that may bring one: told by what it says. */
import { headingAt } from './headings.ts';
import { mailsIn, SEPARATOR } from './mail.ts';
import { otherFormIn } from './other-forms.ts';
import { linesOfText, type TextLine } from './text-line.ts';

const DIFF =
  /^(?:> ?)*(?:@@+ -\d+(?:,\d+)? .*@@|diff (?:--git |--cc |--combined |-[a-zA-Z])|GIT binary patch$|Binary files .* differ$|\*{15}$)/;

/** What only a module says, and at the beginning of a line. */
const MODULE =
  /^(?:import\s+(?:type\s+)?(?:[\w*{][^]*\bfrom\s*)?['"]|import\s+(?:type\s+)?\{\s*$|export\s+(?:default|const|let|function|class|type|interface|enum|async|\*|\{)|(?:const|let|var)\s+[\w{[].*=|module\.exports\b)/;

const isMail = (lines: readonly TextLine[]): boolean => {
  const begin = lines.findIndex(({ text }) => text.trim() !== '' && !SEPARATOR.test(text));
  const fields = begin < 0 ? undefined : headingAt(lines, begin)?.fields;
  return fields !== undefined && (fields.size > 1 || fields.has('subject'));
};

/** A module that quotes a diff, in a comment or a string, is none: what it says first counts. */
export function isDiff(text: string): boolean {
  const lines = linesOfText(text);
  if (isMail(lines)) return true;
  const decoded = mailsIn(lines).flat();
  const first = decoded.findIndex((line) => DIFF.test(line.text));
  const module = decoded.findIndex((line) => MODULE.test(line.text));
  if (first >= 0) return module < 0 || first < module;
  return module < 0 && otherFormIn(decoded) !== null;
}
