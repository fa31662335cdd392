/** Where hunks stand in a text, and where what is behind them begins. */
import { fileHeaderAt } from './file-header.ts';
import type { HunkHeader } from './diff.ts';
import { headingAt } from './headings.ts';
import type { TextLine } from './text-line.ts';

const HUNK = /^@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@ ?(.*)$/;

/** A count that is left out is 1. */
export function hunkHeaderOf(text: string): HunkHeader | null {
  const found = HUNK.exec(text);
  if (found === null) return null;
  const [, oldStart, oldCount = '1', newStart, newCount = '1', section = ''] = found;
  return {
    oldStart: Number(oldStart),
    oldCount: Number(oldCount),
    newStart: Number(newStart),
    newCount: Number(newCount),
    section,
  };
}

/** Of a line that is in no hunk, whatever its signs: another hunk, file, patch or mail begins here. */
export function beginsOther(lines: readonly TextLine[], nth: number): boolean {
  const text = lines[nth]?.text ?? '';
  if (/^@@+ -\d/.test(text) || fileHeaderAt(lines, nth) !== null) return true;
  if (/^(?:diff -|Index: \S|={60,}$|Only in \S|Binary files .* differ$|# HG changeset patch)/.test(text)) return true;
  if (/^-{3,} ?(?:Original|Forwarded) Message ?-{3,}$/i.test(text)) return true;
  if (!/^(?:from|subject|date|message-id|commit)\b/i.test(text)) return false;
  const heading = headingAt(lines, nth);
  return heading !== null && (heading.fields.size > 1 || text.startsWith('commit '));
}

/** The lines that close a mail: a signature, the footer of a list. */
export function closesMail(lines: readonly TextLine[], nth: number): boolean {
  const text = lines[nth]?.text ?? '';
  if (/^(?:-- ?|_{10,}|To unsubscribe\b.*)$/.test(text)) return true;
  return /^-+$/.test(text) && /^To unsubscribe\b/.test(lines[nth + 1]?.text ?? '');
}
