/** Who wrote a patch, and what it is called: headers of a mail, also of one that is quoted or forwarded, and of a commit. */
import { fromEncodedWords } from './encodings.ts';
import type { TextLine } from './text-line.ts';

export interface PatchHeading {
  readonly title: string | null;
  readonly from: string | null;
  /** By name, in small letters. */
  readonly fields: ReadonlyMap<string, string>;
  /** The index of the first line behind it. */
  readonly end: number;
}

/** The name and the value: names that mails have, and others of several words. */
const FIELD =
  /^(from|sent|to|cc|bcc|date|subject|sender|received|status|lines|commit|newsgroups|precedence|importance|priority|organization|[a-z]\w*(?:-\w+)+)[ \t]*:(?:[ \t]+(.*)|)$/i;

/** `RE: Re: [PATCH 1/2] aio: wake the reader` is called `aio: wake the reader`. */
const titleOf = (subject: string): string =>
  subject.replace(/^(?:\s*(?:(?:re|fw|fwd|aw)(?:\[\d+\])?:|\[[^\]]*\]))+/i, '').trim();

/** Headers end at an empty line; what is no header goes on with the one before, indented or not: archives wrap them too. */
function mailHeading(lines: readonly TextLine[], begin: number): PatchHeading | null {
  const fields = new Map<string, string>();
  let last = '';
  let end = begin;
  for (; end < lines.length; end += 1) {
    const text = lines[end]?.text ?? '';
    if (text.trim() === '') break;
    const field = /^\s/.test(text) ? null : FIELD.exec(text);
    if (field === null && (last === '' || /^(?:diff |--- |\+\+\+ |@@ )/.test(text))) break;
    if (field === null) fields.set(last, `${fields.get(last) ?? ''} ${text.trim()}`.trim());
    else {
      last = (field[1] ?? '').toLowerCase();
      fields.set(last, (field[2] ?? '').trim());
    }
  }
  const [subject, from] = [fields.get('subject'), fields.get('from')];
  const isOfPart = fields.has('content-type') || fields.has('content-transfer-encoding');
  if (subject === undefined && from === undefined && !isOfPart) return null;
  return {
    title: subject === undefined ? null : titleOf(fromEncodedWords(subject)),
    from: from === undefined ? null : fromEncodedWords(from),
    fields,
    end,
  };
}

/** What `git show` and `hg export` write above a diff. */
function commitHeading(lines: readonly TextLine[], begin: number): PatchHeading | null {
  const first = lines[begin]?.text ?? '';
  const isGit = /^commit [\da-f]{7,40}\b/.test(first);
  if (!isGit && !first.startsWith('# HG changeset patch')) return null;
  let end = begin + 1;
  let from: string | null = null;
  for (; end < lines.length; end += 1) {
    const text = lines[end]?.text ?? '';
    from ??= /^(?:Author:|# User)\s+(.*)$/.exec(text)?.[1]?.trim() ?? null;
    if (isGit ? text.trim() === '' : !text.startsWith('#')) break;
  }
  while (lines[end]?.text.trim() === '') end += 1;
  const title = lines[end]?.text ?? '';
  const hasTitle = isGit ? /^ {4}\S/.test(title) : !/^(?:diff |--- |@@ )/.test(title);
  return { title: hasTitle ? titleOf(title) : null, from, fields: new Map(), end: hasTitle ? end + 1 : end };
}

/** The heading that begins at this line, if one does. */
export const headingAt = (lines: readonly TextLine[], begin: number): PatchHeading | null =>
  mailHeading(lines, begin) ?? commitHeading(lines, begin);
