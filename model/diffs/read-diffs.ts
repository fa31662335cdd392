/** Text in, unified diffs out. Knows nothing of the kernel's model, and of C what mending a wrapped line needs. */
import type { InputIssue } from '../diagnostics/input-issue.ts';
import { type DiffHunk, type DiffsRead, type FileDiff, hunkName, type PatchText } from './diff.ts';
import { type Habits, habitsOf } from './habits.ts';
import { closesMail } from './hunk-text.ts';
import { mailsIn } from './mail.ts';
import { readingsOf } from './mend.ts';
import { noDiff, otherFormIn, type Refused } from './other-forms.ts';
import { unquoted } from './quotes.ts';
import { linesOfText } from './text-line.ts';
import { type HunkText, type MailScanned, type PatchOfMail, scannedMail } from './unified.ts';

/** All patches of a text, or all that is wrong with it; `file` is only named in the issues. */
export function readDiffs(file: string, text: string): DiffsRead {
  const mails = mailsIn(linesOfText(text)).map((lines) => unquoted(lines));
  const scanned = mails.map((lines) => scannedMail(lines));
  const refused = scanned.flatMap((mail) => mail.refused);
  const patches = scanned.flatMap((mail) => {
    const seen = hunksOf(mail).flatMap(({ body, plain }) => body.slice(0, plain === null ? MOST_SEEN : undefined));
    const habits = habitsOf(seen);
    return mail.patches.map((patch) => patchRead(patch, habits, (one) => refused.push(one)));
  });
  if (patches.length === 0) refused.push(otherFormIn(mails.flat()) ?? noDiff());
  if (refused.length === 0) return { ok: true, patches };
  return { ok: false, issues: refused.toSorted((a, b) => a.at - b.at).map((one) => issueOf(file, one)) };
}

function patchRead(patch: PatchOfMail, habits: Habits, refuse: (refused: Refused) => void): PatchText {
  let isWhole = true;
  const files = patch.files.map(({ path, at, isNew, isDeleted, hunks }): FileDiff => {
    const read: DiffHunk[] = [];
    for (const hunk of hunks) {
      const one = mended(path, hunk, habits);
      if ('code' in one) [isWhole] = [false, refuse(one)];
      else read.push(one);
    }
    return { path, at, isNew, isDeleted, hunks: read };
  });
  const missing = isWhole ? lessThanStat(patch, files) : null;
  if (missing !== null) refuse(missing);
  return { title: patch.title, from: patch.from, files };
}

/** Half a mail that ends between two hunks: only its diffstat tells. */
function lessThanStat({ stat, endsMail }: PatchOfMail, files: readonly FileDiff[]): Refused | null {
  if (stat === null || !endsMail) return null;
  const lines = files.flatMap(({ hunks }) => hunks.flatMap((hunk) => hunk.lines));
  const added = lines.filter(({ kind }) => kind === '+').length;
  const removed = lines.filter(({ kind }) => kind === '-').length;
  if (files.length >= stat.files && added >= stat.added && removed >= stat.removed) return null;
  return {
    code: 'cut-off',
    at: stat.at,
    message:
      `the diffstat has ${stat.files} files, ${stat.added} lines added and ${stat.removed} removed, ` +
      `but the text ends after ${files.length}, ${added} and ${removed}`,
    expected: 'the whole mail; or without its diffstat, if that is of another patch',
  };
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
