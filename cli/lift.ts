/** `kioctx lift`: from a diff or a mail to a patch module, and what became of each line that it changes. */
import { existsSync } from 'node:fs';
import { readDiffs } from '../model/diffs/index.ts';
import { placedDiffs } from '../model/lift/placing.ts';
import { EXIT, type ExitCode, InputError } from './exit.ts';
import { requireWritable, writeOutput } from './files.ts';
import { MODULE, partsOf } from './given.ts';
import { kindOfText, mistaken } from './kinds.ts';
import { fatesText, type LiftedDiff, summaryOf } from './lifted/fates-text.ts';
import {
  type DiffFile,
  liftedModule,
  type LiftedFromFiles,
  namesOfDiffs,
  stemOf,
  withSidecar,
} from './lifted/lift-file.ts';
import { printNotes } from './lifted/notes.ts';
import { kernelTree } from './lifted/kernel-tree.ts';
import { scenarioToTry } from './lifted/scenario-to-try.ts';
import { missing } from './missing.ts';
import { type LookFlags, paletteOf } from './options.ts';
import { print } from './output.ts';
import { version } from './own-package.ts';
import { receiveText } from './reading.ts';
import { outputWidth } from './text-width.ts';
import { quoted } from './traces.ts';

export interface LiftFlags extends Pick<LookFlags, 'color'> {
  readonly output?: string;
  readonly reverse?: true;
  readonly all?: true;
  readonly json?: true;
  readonly linux?: string;
}

const EXPECTED = 'a unified diff, or a mail that has one';

export async function run(name: string, flags: LiftFlags): Promise<ExitCode> {
  const { output, reverse: isReversed = false, linux } = flags;
  const tree = kernelTree(linux);
  if (output !== undefined) requireWritable('-o', output);
  const diffs: DiffFile[] = [];
  // oxlint-disable-next-line no-await-in-loop -- two names may be of one pipe
  for (const file of partsOf(name)) diffs.push(withSidecar(file, await diffIn(file)));
  const lifted = await liftedModule(diffs, namesOfDiffs([diffs])[0] ?? '', { isReversed, tree });
  if (output !== undefined) writeOutput('-o', output, lifted.module);
  if (flags.json) print(JSON.stringify(documentOf(name, lifted)));
  else printLifted(name, { ...lifted, files: filesOf(diffs, isReversed) }, flags);
  return lifted.record.notLifted.length > 0 ? EXIT.clipped : EXIT.ok;
}

async function diffIn(file: string): Promise<string> {
  if (!existsSync(file)) throw missing(file, EXPECTED);
  const text = await receiveText(file, 'diff');
  const kind = kindOfText(text);
  if (kind === 'diff' || kind === 'mail') return text;
  if (MODULE.test(file))
    throw new InputError([
      `${file}: this is a module already; expected ${EXPECTED}; did you mean --patch ${quoted(file)}?`,
    ]);
  throw (
    mistaken(file, 'diff or mail', text) ?? new InputError([`${file}: there is no diff in it; expected ${EXPECTED}`])
  );
}

/** The hunks as they were read, in the order of the texts. */
function filesOf(diffs: readonly DiffFile[], isReversed: boolean): LiftedDiff['files'] {
  const texts = diffs.map(({ file, text }) => {
    const read = readDiffs(file, text);
    return { file, patches: read.ok ? read.patches : [] };
  });
  const where = placedDiffs(texts, isReversed);
  if (!where.ok) throw new Error(`${texts.map(({ file }) => file).join('+')} was lifted, and cannot be read any more`);
  const here = where.diffs.map(({ file, path, source, hunks }) => ({
    file,
    path,
    hunks: hunks.map(({ hunk, place }) => ({
      header: hunk.header,
      lines: hunk.lines,
      bases: source.baseLines.slice(place.start - 1),
    })),
  }));
  const elsewhere = where.elsewhere.map(({ file, diff: { path, hunks } }) => ({
    file,
    path,
    hunks: hunks.map(({ header, lines }) => ({ header, lines, bases: lines.map((_, nth) => header.oldStart + nth) })),
  }));
  const nth = (file: string) => texts.findIndex((one) => one.file === file);
  return [...here, ...elsewhere].toSorted((a, b) => nth(a.file) - nth(b.file) || firstLine(a) - firstLine(b));
}

const firstLine = ({ hunks }: LiftedDiff['files'][number]): number => hunks[0]?.lines[0]?.at ?? 0;

const addedIn = (lines: LiftedFromFiles['lines']): string[] =>
  lines.flatMap(({ kind, text }) => (kind === '+' ? [text] : []));

function printLifted(
  file: string,
  lifted: LiftedDiff & LiftedFromFiles,
  { color, output, reverse, all, linux }: LiftFlags,
): void {
  print(fatesText(lifted, paletteOf(color, process.stdout), { width: outputWidth(), isFolded: all !== true }));
  print(`${lifted.name}: ${summaryOf(lifted.lines)}`);
  printNotes([{ ...lifted.record, notLifted: [] }]);
  const flag = linux === undefined ? '' : ` --linux ${quoted(linux)}`;
  // Undone, it is a patch as a module alone.
  const patch = output ?? (reverse ? null : file);
  if (patch !== null)
    print(
      `npx kioctx prove ${scenarioToTry(lifted.edited, addedIn(lifted.lines))} --patch ${quoted(patch)}${output === undefined ? flag : ''}`,
    );
  if (output === undefined)
    print(
      `npx kioctx lift ${quoted(file)}${reverse ? ' --reverse' : ''}${flag} -o ${quoted(`${stemOf(partsOf(file)[0] ?? file)}.ts`)}`,
    );
}

const documentOf = (file: string, { name, summary, lines, module, record }: LiftedFromFiles) => ({
  file,
  texts: record.texts,
  name,
  summary,
  lines: lines.map(({ file: from, path, at, kind, text, fate }) => ({
    file: from,
    path,
    at,
    kind,
    text,
    fate: fate.is,
    ...(fate.is === 'lifted' ? { as: fate.as } : { why: fate.why }),
  })),
  module,
  version,
});
