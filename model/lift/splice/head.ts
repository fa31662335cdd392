/** The head of a function: what its parameters are is believed by all who call it, so that only its layout and linkage may change. */
import type { ModelledLines } from '../../source/source-file.ts';
import { sameCode } from '../c/index.ts';
import type { LiftContext } from '../lift-context.ts';
import { asSource, type PatchLine } from '../patched-file.ts';

/** The line of the brace that opens it. */
export function openingOf({ structure, lines: [from] }: ModelledLines): number {
  return from + structure.lines.findIndex(({ tokens }) => tokens[0]?.is === '{');
}

const unlinked = (line: PatchLine) => ({
  ...asSource(line),
  text: line.line.text.replaceAll(/\b(?:static|inline|extern|fastcall|asmlinkage)\b/g, ''),
});

/** Tells of what patches change in front of the brace that opens it. */
export function tellHead(
  fn: string,
  removed: readonly PatchLine[],
  added: readonly PatchLine[],
  { say, issue }: LiftContext,
): void {
  for (const { line } of [...removed, ...added])
    say(line, { is: 'nothing', why: 'only how it is linked or laid out changes' });
  if (sameCode(removed.map(unlinked), added.map(unlinked))) return;
  issue(
    (added[0] ?? removed[0])?.line,
    `${fn}() gets another signature, and what calls it in steps that stay is made for the one it had`,
    'a patch that leaves its parameters and its type, or one that is written as a module (docs/guides/patch.md)',
  );
}
