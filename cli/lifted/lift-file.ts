/** From a diff or a mail as the user named it, with the sidecar beside it, to the module that is made of it. */
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { basename } from 'node:path';
import { readDiffs } from '../../model/diffs/index.ts';
import { showIssue } from '../../model/diagnostics/input-issue.ts';
import { lift, type Lifted } from '../../model/lift/lift.ts';
import { declarations, readSidecar, type Sidecar, sidecarIssues, type SidecarRead } from '../../model/lift/sidecar.ts';
import { InputError } from '../exit.ts';
import { loadCParser } from '../foreign/c-parser.ts';
import { isFitPatchName } from '../own-names.ts';
import { readText } from '../reading.ts';
import type { LiftedFile } from './module-files.ts';
import { namedInModule } from './named-in-module.ts';
import { sidecarPath } from './sidecar-path.ts';

/** A diff as it was read. */
export interface DiffFile {
  /** As the user called it. */
  readonly file: string;
  readonly text: string;
  readonly sidecar: { readonly text: string; readonly read: Extract<SidecarRead, { ok: true }> } | null;
}

export type LiftedModule = Extract<Lifted, { ok: true }> & { readonly record: LiftedFile };

/** `text`: of the file. Throws InputError where the sidecar is none. */
export function withSidecar(file: string, text: string): DiffFile {
  const path = sidecarPath(file);
  if (!existsSync(path)) return { file, text, sidecar: null };
  const declared = readText(path, 'sidecar');
  const read = readSidecar(declared, path);
  if (!read.ok) throw new InputError(read.issues.map(showIssue));
  return { file, text, sidecar: { text: declared, read } };
}

const digestOf = (text: string): string => `sha256:${createHash('sha256').update(text).digest('hex')}`;

/** Throws InputError, with a line for each thing that is wrong. `name`: the patch's. */
export async function liftedModule(
  { file, text, sidecar }: DiffFile,
  name: string,
  isReversed = false,
): Promise<LiftedModule> {
  const parser = await loadCParser();
  const declared: Sidecar | null = sidecar?.read.value ?? null;
  const lifted = lift(parser, { file, text, name, isReversed, reports: declared?.reports ?? [] });
  if (!lifted.ok) throw new InputError(lifted.issues.map(showIssue));
  if (sidecar !== null) {
    const wrong = sidecarIssues(sidecar.read, sidecarPath(file), namedInModule(lifted.module));
    if (wrong.length > 0) throw new InputError(wrong.map(showIssue));
  }
  const notLifted = lifted.lines.flatMap(({ at, fate }) => (fate.is === 'trap' ? [at] : []));
  const record: LiftedFile = {
    file,
    digest: digestOf(text),
    sidecar: sidecar === null ? null : digestOf(sidecar.text),
    name,
    notLifted,
    declared: declared === null ? [] : declarations(declared),
  };
  return { ...lifted, record };
}

/** A row of a report, and a part of a file's name. */
const MOST_CHARACTERS = 60;

/** Letters, digits, `.`, `_` and `-` of a text, in lower case, with `-` for all between; whole words, as many as there is room for. */
function slug(text: string, most = MOST_CHARACTERS): string {
  const whole = text
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[^a-z0-9._]+/g, '-')
    .replaceAll(/^[-.]+|[-.]+$/g, '');
  if (whole.length <= most) return whole;
  const cut = whole.slice(0, most + 1).replace(/-[^-]*$/, '');
  return (cut.length > most ? cut.slice(0, most) : cut).replace(/[-.]+$/, '');
}

/** The name of a file without what says that it is a patch. */
export const stemOf = (file: string): string =>
  slug(basename(file).replace(/\.(?:patch|diff|txt|eml|mbox)$/i, '')) || 'patch';

/** What the patch of a text is called: as its title says; else, or where a shipped one is called so, as the file. */
export function nameOfDiff({ file, text }: Pick<DiffFile, 'file' | 'text'>): string {
  const read = readDiffs(file, text);
  const title = read.ok ? (read.patches.find((patch) => patch.title !== null)?.title ?? '') : '';
  const stem = stemOf(file);
  return [slug(title), stem, `${stem.slice(0, MOST_CHARACTERS - 7)}-lifted`].find(isFitPatchName) ?? 'lifted';
}

/** Two that have one title, as two versions of a patch do, are told apart by their files' names. */
export function namesOfDiffs(diffs: readonly DiffFile[]): string[] {
  const names = diffs.map(nameOfDiff);
  return names.map((name, nth) => {
    if (names.filter((one) => one === name).length === 1) return name;
    const stem = slug(stemOf(diffs[nth]?.file ?? ''), MOST_CHARACTERS / 2);
    return `${slug(name, MOST_CHARACTERS - 1 - stem.length)}-${stem}`;
  });
}
