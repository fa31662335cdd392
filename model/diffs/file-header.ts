/** The `---` and `+++` lines of a file, in the forms of diff, git, mercurial and quilt. */
import type { TextLine } from './text-line.ts';

export interface FileHeader {
  readonly path: string;
  /** The line of the text where the `---` stands. */
  readonly at: number;
  readonly isNew: boolean;
  readonly isDeleted: boolean;
  /** The index of the first line behind it. */
  readonly end: number;
  /** The two paths where they are those of two files. */
  readonly renamed: readonly [from: string, to: string] | null;
}

const NOTHING = '/dev/null';

/** Time stamps stand behind a tab or, where tabs were turned to blanks, behind blanks: paths of the kernel have none. */
const nameOf = (line: string): string => {
  const rest = line.slice(4).trimStart();
  const quoted = /^"((?:[^"\\]|\\.)*)"/.exec(rest)?.[1];
  return quoted ?? /^\S*/.exec(rest)?.[0] ?? '';
};

/** Without what stands for a whole tree: `a/`, `linux-2.6.20/`, `/usr/src/linux/`, `./`. */
function belowTree(path: string): string {
  const parts = path.split('/').filter((part) => part !== '' && part !== '.');
  const tree = parts.findIndex((part) => /^(?:linux(?:[-_.].*)?|include)$/.test(part));
  if (parts[tree] === 'include') return parts.join('/');
  return parts.slice(tree >= 0 && tree < parts.length - 1 ? tree + 1 : 0).join('/');
}

/** Git and mercurial put `a/` and `b/` in front; git also `i/`, `w/`, `c/`, `o/` by what it compares. */
const withoutSide = (path: string): string => path.replace(/^[abciow]\/(?=.)/, '');

const withoutBackup = (path: string): string => path.replace(/(?:\.orig|\.old|~)$/, '');

/** How many of the last parts two paths have in common. */
function commonEnd(one: readonly string[], other: readonly string[]): number {
  let length = 0;
  while (length < one.length && length < other.length && one.at(-1 - length) === other.at(-1 - length)) length += 1;
  return length;
}

/** The path below both trees; null where the two sides are two files. */
function commonPath(before: string, after: string): string | null {
  const [sided, other] = [belowTree(withoutBackup(withoutSide(before))), belowTree(withoutSide(after))];
  if (sided === other) return sided;
  if (withoutSide(before) !== before && withoutSide(after) !== after) return null;
  const [one, two] = [withoutBackup(before).split('/'), withoutBackup(after).split('/')];
  const common = commonEnd(one, two);
  // Two trees side by side: as many parts are left of either, or one name is that of a backup.
  if (common > 0 && one.length === two.length && one.length - common <= 1)
    return belowTree(two.slice(two.length - common).join('/'));
  const [first, second] = [belowTree(withoutBackup(before)), belowTree(withoutBackup(after))];
  return first === second ? first : null;
}

const isOld = (text: string): boolean => /^--- \S/.test(text);
const isNew = (text: string): boolean => /^\+\+\+ \S/.test(text);
const isHunk = (text: string): boolean => /^@@+ -/.test(text);

/** The header that begins at this line; a mailer may have wrapped either of its lines, and a hunk must follow. */
export function fileHeaderAt(lines: readonly TextLine[], begin: number): FileHeader | null {
  const text = (nth: number): string => lines[nth]?.text ?? '';
  if (!isOld(text(begin))) return null;
  const second = isNew(text(begin + 1)) ? begin + 1 : begin + 2;
  if (!isNew(text(second)) || (second > begin + 1 && /^(?:---|@@)/.test(text(begin + 1)))) return null;
  const end = [second + 1, second + 2].find((nth) => isHunk(text(nth)));
  if (end === undefined) return null;
  const [before, after] = [nameOf(text(begin)), nameOf(text(second))];
  const [created, deleted] = [before === NOTHING, after === NOTHING];
  const path = created
    ? belowTree(withoutSide(after))
    : deleted
      ? belowTree(withoutSide(before))
      : commonPath(before, after);
  return {
    path: path ?? belowTree(withoutSide(after)),
    at: lines[begin]?.at ?? 1,
    isNew: created || / -0,0 /.test(text(end)),
    isDeleted: deleted || / \+0,0 /.test(text(end)),
    end,
    renamed: path === null ? [belowTree(withoutSide(before)), belowTree(withoutSide(after))] : null,
  };
}
