/** Lines of C as somebody wrote them, and where a piece of them stands. */
import type { Issue } from '../../core/issues/issue.ts';

/** One physical line, without its end. */
export interface SourceLine {
  readonly text: string;
  /** The number that the caller knows it by: of a mail or of a file. The next line may have any number that is greater. */
  readonly at: number;
}

/** Where a piece of C stands. */
export interface Extent {
  /** As the caller numbers lines; both ends included. */
  readonly line: number;
  readonly endLine: number;
  /** As it was written, without comments, white space collapsed. What a macro was expanded to stands as the use of the macro. */
  readonly text: string;
}

export type CIssueCode =
  /** No C, or no C of the kernel's kind. */
  | 'c-syntax'
  /** A directive that does not fit the others, or whose condition cannot be decided. */
  | 'c-directive'
  /** A macro that cannot be expanded. */
  | 'c-macro'
  /** Nested deeper, or longer, than anybody writes. */
  | 'c-too-deep';

/** What is wrong with a text of C. */
export interface CIssue extends Issue<CIssueCode> {
  /** As the caller numbers lines. */
  readonly line: number;
}

/** `line 12: C syntax: no sense in "a b"; expected an expression`. */
export const showCIssue = ({ line, message, expected }: CIssue): string =>
  `line ${line}: ${message}; expected ${expected}`;

export const collapsed = (text: string): string =>
  text
    .replaceAll(/\\[ \t]*\n/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim();
