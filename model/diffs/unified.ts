/** The files and hunks of one mail: where each stands, before anything damaged is mended. */
import type { DiffLine, HunkHeader } from './diff.ts';
import { type FileHeader, fileHeaderAt } from './file-header.ts';
import { headingAt, type PatchHeading } from './headings.ts';
import { beginsOther, closesMail, hunkHeaderOf } from './hunk-text.ts';
import { movedFile, type Refused, refusedAt } from './other-forms.ts';
import { plainHunk } from './plain.ts';
import type { UnquotedLine } from './quotes.ts';

/** A hunk as it stands in the text. */
export interface HunkText {
  readonly at: number;
  readonly header: HunkHeader;
  /** All up to the next hunk, file or mail; of an undamaged hunk only its own lines. */
  readonly body: readonly UnquotedLine[];
  readonly isFollowed: boolean;
  /** The text of the mail ends with this body. */
  readonly isLast: boolean;
  /** Null: it was damaged. */
  readonly plain: readonly DiffLine[] | null;
}

export interface FileText extends Omit<FileHeader, 'end' | 'renamed'> {
  readonly hunks: HunkText[];
}

export interface PatchOfMail {
  readonly title: string | null;
  readonly from: string | null;
  readonly files: FileText[];
  /** What the last line of a diffstat above says. */
  readonly stat: DiffStat | null;
  /** The mail has nothing behind the last hunk, not even a signature. */
  endsMail: boolean;
}

export interface DiffStat {
  readonly at: number;
  readonly files: number;
  readonly added: number;
  readonly removed: number;
}

export interface MailScanned {
  /** Those with a diff, which may change nothing but modes. */
  readonly patches: readonly PatchOfMail[];
  readonly refused: readonly Refused[];
}

/** Goes over the lines once. */
class Scanner {
  readonly patches: PatchOfMail[] = [];
  readonly refused: Refused[] = [];
  #heading: Pick<PatchHeading, 'title' | 'from'> = { title: null, from: null };
  #stat: DiffStat | null = null;
  #patch: PatchOfMail | null = null;
  #file: FileText | null = null;
  #nth = 0;
  readonly #lines: readonly UnquotedLine[];

  constructor(lines: readonly UnquotedLine[]) {
    this.#lines = lines;
  }

  scan(): MailScanned {
    while (this.#nth < this.#lines.length) this.#nth = this.#step();
    return this;
  }

  /** The index of the line to look at next. */
  #step(): number {
    const [lines, nth] = [this.#lines, this.#nth];
    const text = lines[nth]?.text ?? '';
    const refused = refusedAt(lines, nth);
    if (refused !== null) this.#refuse(refused);
    const file = fileHeaderAt(lines, nth);
    if (file !== null) return this.#beginFile(file);
    if (text.startsWith('@@ -')) return this.#readHunk(text);
    this.#stat = statOf(lines[nth]) ?? this.#stat;
    if (text.startsWith('diff --git ')) this.#patch ??= this.#begun();
    const heading = headingAt(lines, nth);
    if (heading === null) return nth + 1;
    this.#beginPatch(heading);
    return Math.max(nth + 1, heading.end);
  }

  #refuse(refused: Refused): void {
    this.#patch ??= this.#begun();
    this.refused.push(refused);
  }

  #begun(): PatchOfMail {
    const patch = { ...this.#heading, files: [], stat: this.#stat, endsMail: false };
    this.patches.push(patch);
    return patch;
  }

  /** A line like `From: its author`, above the diff, says more of the same patch. */
  #beginPatch({ title, from }: PatchHeading): void {
    const before = this.#patch === null ? this.#heading : { title: null, from: null };
    this.#heading = { title: title ?? before.title, from: from ?? before.from };
    this.#patch = null;
    this.#file = null;
    this.#stat = null;
  }

  #beginFile({ end, renamed, ...header }: FileHeader): number {
    if (renamed !== null) this.#refuse(movedFile(header.at, 'renamed', ...renamed));
    this.#file = { ...header, hunks: [] };
    this.#patch ??= this.#begun();
    this.#patch.files.push(this.#file);
    return end;
  }

  #readHunk(text: string): number {
    const [lines, nth] = [this.#lines, this.#nth];
    const at = lines[nth]?.at ?? 1;
    const header = hunkHeaderOf(text);
    if (header === null || this.#file === null) {
      const message =
        header === null
          ? 'the header of a hunk is damaged here'
          : 'no lines with --- and +++ tell the file of this hunk';
      const expected =
        header === null ? '@@ -line,count +line,count @@: attach the patch' : 'the whole patch, with both lines';
      this.#refuse({ code: 'damaged', at, message, expected });
      return nth + 1;
    }
    const plain = plainHunk(lines, nth + 1, header);
    let end = plain?.end ?? nth + 1;
    if (plain === null) while (end < lines.length && !beginsOther(lines, end)) end += 1;
    this.#file.hunks.push({
      at,
      header,
      body: lines.slice(nth + 1, end),
      isFollowed: lines[end]?.text.startsWith('@@ -') === true,
      isLast: end >= lines.length && !lines.some((_, one) => one > nth && closesMail(lines, one)),
      plain: plain?.lines ?? null,
    });
    if (this.#patch !== null) this.#patch.endsMail = lines.slice(end).every((line) => line.text.trim() === '');
    return end;
  }
}

/** ` 3 files changed, 91 insertions(+), 52 deletions(-)`; git leaves out what is none. */
function statOf(line: UnquotedLine | undefined): DiffStat | null {
  const [, files, rest = ''] = /^\s*(\d+) files? changed(.*)$/.exec(line?.text ?? '') ?? [];
  if (line === undefined || files === undefined) return null;
  const [added, removed] = [/(\d+) insertion/, /(\d+) deletion/].map((one) => Number(one.exec(rest)?.[1] ?? 0));
  return { at: line.at, files: Number(files), added: added ?? 0, removed: removed ?? 0 };
}

export const scannedMail = (lines: readonly UnquotedLine[]): MailScanned => new Scanner(lines).scan();
