/** From a diff or a mail as the user named it, with the sidecar beside it, to the module that is made of it. */
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { basename } from 'node:path';
import { readDiffs } from '../../model/diffs/index.ts';
import { showIssue } from '../../model/diagnostics/input-issue.ts';
import { lift, type Lifted } from '../../model/lift/lift.ts';
import {
  declarations,
  declaredWith,
  readSidecar,
  type Sidecar,
  sidecarIssues,
  type SidecarRead,
} from '../../model/lift/sidecar.ts';
import { InputError } from '../exit.ts';
import { loadCParser } from '../foreign/c-parser.ts';
import { isFitPatchName } from '../own-names.ts';
import { readText } from '../reading.ts';
import type { KernelTree } from './kernel-tree.ts';
import type { LiftedPatch } from './module-files.ts';
import { sidecarPath } from './sidecar-path.ts';

/** A diff as it was read. */
export interface DiffFile {
  /** As the user called it. */
  readonly file: string;
  readonly text: string;
  readonly sidecar: { readonly text: string; readonly read: Extract<SidecarRead, { ok: true }> } | null;
}

export type LiftedFromFiles = Extract<Lifted, { ok: true }> & { readonly record: LiftedPatch };

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

export interface HowToLift {
  /** The undoing of the diffs is meant. */
  readonly isReversed?: boolean;
  /** What a kernel tree of the user's has. */
  readonly tree?: KernelTree | null;
}

/** Throws InputError, with a line for each thing that is wrong. `name`: the patch's. */
export async function liftedModule(
  diffs: readonly DiffFile[],
  name: string,
  { isReversed = false, tree = null }: HowToLift = {},
): Promise<LiftedFromFiles> {
  const parser = await loadCParser();
  const sidecars = diffs.flatMap(({ file, sidecar }) =>
    sidecar === null ? [] : { path: sidecarPath(file), ...sidecar },
  );
  const values = sidecars.map(({ read }) => read.value);
  const fields = Object.assign({}, ...values.map((one) => one.fields)) as Sidecar['fields'];
  const lifted = lift(parser, {
    texts: diffs,
    name,
    isReversed,
    textsOf: tree?.textsOf,
    reports: values.flatMap(({ reports }) => reports),
    declare: (field) => declaredWith({ fields }, field),
  });
  if (!lifted.ok) throw new InputError(lifted.issues.map(showIssue));
  const wrong = sidecars.flatMap(({ read, path }) => sidecarIssues(read, path, lifted.named));
  if (wrong.length > 0) throw new InputError(wrong.map(showIssue));
  const classes = new Set(
    values.flatMap((one) =>
      Object.entries(one.fields).flatMap(([field, how]) => (how.class === undefined ? [] : [field])),
    ),
  );
  const record: LiftedPatch = {
    called: diffs.map(({ file }) => file).join('+'),
    name,
    texts: diffs.map(({ file, text, sidecar }) => ({
      file,
      digest: digestOf(text),
      sidecar: sidecar === null ? null : digestOf(sidecar.text),
      ...(tree === null ? {} : { linux: true as const }),
    })),
    linux: tree?.folder ?? null,
    notLifted: lifted.lines.flatMap(({ file, at, fate, hunks }) =>
      fate.is === 'trap' ? [{ place: `${file}:${at}`, hunks }] : [],
    ),
    undeclared: lifted.named.fields.flatMap(({ pool, name: field }) =>
      classes.has(`${pool}.${field}`) ? [] : [`${pool}.${field}`],
    ),
    declared: sidecars.flatMap(({ path, read }) => declarations(read.value).map((line) => `${path}: ${line}`)),
    headers: Object.fromEntries(diffs.toReversed().flatMap(headersIn)),
  };
  return { ...lifted, record };
}

/** Of two that are alike the first counts. */
function headersIn({ file, text }: DiffFile): (readonly [string, { file: string; line: number }])[] {
  const read = readDiffs(file, text);
  const files = read.ok ? read.patches.flatMap((patch) => patch.files) : [];
  return files
    .flatMap(({ path, hunks }) =>
      hunks.map(({ at, header }) => [`${path} @@ -${header.oldStart}`, { file, line: at }] as const),
    )
    .toReversed();
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
  slug(basename(file).replace(/\.(?:patch|diff|txt|eml|mbox|[cm]?[jt]s)$/i, '')) || 'patch';

/** What the patch of a text is called: as its title says; else, or where a shipped one is called so, as the file. */
function nameOfDiff({ file, text }: DiffFile): string {
  const read = readDiffs(file, text);
  const title = read.ok ? (read.patches.find((patch) => patch.title !== null)?.title ?? '') : '';
  const stem = stemOf(file);
  return [slug(title), stem, `${slug(stem, MOST_CHARACTERS - 7)}-lifted`].find(isFitPatchName) ?? 'lifted';
}

/** More are counted. */
const MOST_NAMED = 4;

function nameOfDiffs(diffs: readonly DiffFile[]): string {
  const names = diffs.map(nameOfDiff);
  const [first = ''] = names;
  if (names.length === 1) return first;
  if (names.length > MOST_NAMED) return `${slug(first, MOST_CHARACTERS - 10)}+${names.length - 1}-more`;
  const most = Math.floor((MOST_CHARACTERS + 1) / names.length) - 1;
  const name = names.map((one) => slug(one, most)).join('+');
  return isFitPatchName(name) ? name : `${slug(first, MOST_CHARACTERS - 10)}+${names.length - 1}-more`;
}

/** What patches of one diff or of several are called. Those of one title, as versions of a patch are, are told apart by their files' names. */
export function namesOfDiffs(groups: readonly (readonly DiffFile[])[]): string[] {
  const names = groups.map(nameOfDiffs);
  return names.map((name, nth) => {
    if (names.filter((one) => one === name).length === 1) return name;
    const stem = slug((groups[nth] ?? []).map(({ file }) => stemOf(file)).join('-'), MOST_CHARACTERS / 2);
    return `${slug(name, MOST_CHARACTERS - 1 - stem.length)}-${stem}`;
  });
}
