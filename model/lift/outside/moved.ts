/** Functions that a patch takes out in one place and puts back in another. */
import { sameCode } from '../c/index.ts';
import { asSource, type PatchedFile, type PatchLine } from '../patched-file.ts';

/** How it is linked is no matter. */
const withoutLinkage = (line: PatchLine) => {
  const { text, at } = asSource(line);
  return { text: text.replaceAll(/\b(?:static|inline|extern|fastcall|asmlinkage)\b/g, ''), at };
};

/** Whether `lines` are the function, and all of it is taken out. `old`: what is taken out of it. */
export function isMoved(
  { source }: PatchedFile,
  name: string,
  old: readonly PatchLine[],
  lines: readonly PatchLine[],
): boolean {
  const range = source.facts.functions.find((one) => one.name === name)?.lines;
  if (range === undefined || old.length < range[1] - range[0] + 1) return false;
  return sameCode(old.map(withoutLinkage), lines.map(withoutLinkage));
}
