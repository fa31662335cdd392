/** Before a command begins: makes modules of the diffs among the patches that the user called, so that all that follows has modules. */
import { statSync } from 'node:fs';
import { InputError } from '../exit.ts';
import { filesOf, MODULE, modulesAmong } from '../given.ts';
import { kindOfText } from '../kinds.ts';
import { complain } from '../output.ts';
import { kernelTree } from './kernel-tree.ts';
import { receiveText } from '../reading.ts';
import { forgetLifted, keepDiffs, keepLifted } from './module-files.ts';

/** `called`: patches, as the user called them. `linux`: the kernel tree that he has. Throws InputError, with a line for each thing that is wrong; then nothing is kept. */
export async function liftCalled(called: readonly string[], linux: string | undefined): Promise<void> {
  const tree = kernelTree(linux);
  const texts = new Map<string, string>();
  for (const file of modulesAmong(called)) {
    forgetLifted(file);
    // oxlint-disable-next-line no-await-in-loop -- two names may be of one pipe
    const text = await diffIn(file);
    if (text !== null) texts.set(file, text);
  }
  if (texts.size === 0 && linux !== undefined)
    complain(`kioctx: --linux ${linux} is for diffs and mails, and no patch is one; it makes no difference`);
  if (texts.size === 0) return;
  const { liftedModule, namesOfDiffs, withSidecar } = await import('./lift-file.ts');
  const diffs = new Map([...texts].map(([file, text]) => [file, withSidecar(file, text)]));
  const sums = called.map((name) => filesOf(name).flatMap((file) => diffs.get(file) ?? []));
  const groups = [
    ...new Map(sums.filter(isSome).map((group) => [group.map(({ file }) => file).join('+'), group])).values(),
  ];
  const names = namesOfDiffs(groups);
  const lifted = await Promise.all(
    groups.map((group, nth) => liftedModule(group, names[nth] ?? '', { tree }).catch(linesOf)),
  );
  const wrong = lifted.flatMap((one) => ('module' in one ? [] : one.lines));
  if (wrong.length > 0) throw new InputError([...new Set(wrong)]);
  keepDiffs([...texts.keys()]);
  for (const one of lifted) if ('module' in one) keepLifted(one.record, one.module);
}

const isSome = (list: readonly unknown[]): boolean => list.length > 0;

function linesOf(problem: unknown): InputError {
  if (problem instanceof InputError) return problem;
  throw problem;
}

/** What a pipe brought, which can be read once. */
const received = new Map<string, string>();

/** The text of a diff or a mail; null where the file is a module, or for others to tell what is wrong with it. */
async function diffIn(file: string): Promise<string | null> {
  const there = statSync(file, { throwIfNoEntry: false });
  if (there === undefined || there.isDirectory()) return null;
  // A module is never a pipe, and whoever loads it says so.
  if (MODULE.test(file) && !there.isFile()) return null;
  const pipe = `${there.dev}:${there.ino}`;
  const text = received.get(pipe) ?? (await receiveText(file, MODULE.test(file) ? 'module' : 'diff'));
  if (!there.isFile()) received.set(pipe, text);
  const kind = kindOfText(text);
  if (kind === 'diff' || kind === 'mail') return text;
  if (MODULE.test(file) || kind !== null) return null;
  throw new InputError([
    `${file}: there is no diff in it, and it is no module; expected a unified diff, a mail that has one, or a .ts, .mts, .js or .mjs module`,
  ]);
}
