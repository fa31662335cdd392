/** Text in, unified diffs out. Knows nothing of the kernel's model, and of C what mending a wrapped line needs. */
import type { InputIssue } from '../diagnostics/input-issue.ts';
import { type DiffHunk, type DiffsRead, hunkName } from './diff.ts';
import { type Habits, habitsOf } from './habits.ts';
import { closesMail } from './hunk-text.ts';
import { mailsOf } from './mail.ts';
import { readingsOf } from './mend.ts';
import { noDiff, otherFormIn, type Refused } from './other-forms.ts';
import { unquoted } from './quotes.ts';
import { linesOfText } from './text-line.ts';
import { type HunkText, type MailScanned, scannedMail } from './unified.ts';

/** All patches of a text, or all that is wrong with it; `file` is only named in the issues. */
export function readDiffs(file: string, text: string): DiffsRead {
  const mails = mailsOf(linesOfText(text)).map((lines) => unquoted(lines));
  const scanned = mails.map((lines) => scannedMail(lines));
  const refused = scanned.flatMap((mail) => mail.refused);
  const patches = scanned.flatMap((mail) => {
    const habits = habitsOf(
      hunksOf(mail).flatMap(({ body, plain }) => body.slice(0, plain === null ? MOST_SEEN : undefined)),
    );
    return mail.patches.map(({ title, from, files }) => ({
      title,
      from,
      files: files.map(({ path, at, isNew, isDeleted, hunks }) => {
        const read: DiffHunk[] = [];
        for (const hunk of hunks) {
          const one = mended(path, hunk, habits);
          if ('code' in one) refused.push(one);
          else read.push(one);
        }
        return { path, at, isNew, isDeleted, hunks: read };
      }),
    }));
  });
  if (patches.length === 0) refused.push(otherFormIn(mails.flat()) ?? noDiff());
  if (refused.length === 0) return { ok: true, patches };
  return { ok: false, issues: refused.toSorted((a, b) => a.at - b.at).map((one) => issueOf(file, one)) };
}

/** Of a damaged hunk the text up to the next one may be long prose. */
const MOST_SEEN = 200;

const hunksOf = ({ patches }: MailScanned): HunkText[] =>
  patches.flatMap(({ files }) => files.flatMap(({ hunks }) => hunks));

const issueOf = (file: string, { code, at, message, expected }: Refused): InputIssue => ({
  code,
  file,
  line: at,
  column: 1,
  path: '',
  message,
  expected,
});

function mended(path: string, hunk: HunkText, habits: Habits): DiffHunk | Refused {
  const { at, header, plain } = hunk;
  if (plain !== null) return { at, header, lines: plain, others: [] };
  const missing = cutOff(path, hunk);
  if (missing !== null) return missing;
  const [lines, ...others] = readingsOf(hunk, habits);
  if (lines !== undefined) return { at, header, lines, others };
  const count = ownLines(hunk).length;
  const { oldCount, newCount } = header;
  return {
    code: 'damaged',
    at,
    message: `${hunkName(path, header)}: its ${count} lines cannot be ${oldCount} old and ${newCount} new; the mail is damaged here`,
    expected: 'the patch as its author has it: attach it, or take it from git format-patch',
  };
}

/** Up to where the mail is closed, or prose begins below an empty line. */
function ownLines({ body }: HunkText): HunkText['body'] {
  let end = body.findIndex((_, nth) => closesMail(body, nth));
  if (end < 0) end = body.length;
  while (end > 0 && body[end - 1]?.text.trim() === '') end -= 1;
  return body.slice(0, end);
}

/** Half a mail: its text ends before the counts are met, whichever way it is read. */
function cutOff(path: string, hunk: HunkText): Refused | null {
  if (!hunk.isLast) return null;
  const { oldCount, newCount } = hunk.header;
  const older = hunk.body.filter(({ text }) => !text.startsWith('+')).length;
  const newer = hunk.body.filter(({ text }) => !text.startsWith('-')).length;
  if (older >= oldCount && newer >= newCount) return null;
  return {
    code: 'cut-off',
    at: hunk.at,
    message: `${hunkName(path, hunk.header)} is cut off: the text ends after ${Math.min(older, oldCount)} of its ${oldCount} old and ${Math.min(newer, newCount)} of its ${newCount} new lines`,
    expected: 'the whole mail',
  };
}
