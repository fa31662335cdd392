/** From the text of patches to a module of the notation, and to what became of each line that they change. */
import type { ErrorReport } from '../core/index.ts';
import { type DiffLine, hunkName, readDiffs } from '../diffs/index.ts';
import type { InputIssue } from '../diagnostics/input-issue.ts';
import { BLANK, type LineFate, LineFates } from './accounts.ts';
import { blankLines } from './blank-lines.ts';
import { type AddedFunction, changedOutside, macrosIn } from './outside/added.ts';
import type { AddedField } from './outside/declared.ts';
import { baseFlows, baseProcs, kernelNames } from './base-names.ts';
import type { CParser } from './c/index.ts';
import type { LiftContext, LiftReporter } from './lift-context.ts';
import { type LiftedEdit, moduleText } from './module-text.ts';
import { type OwnFunction, ownCallable, ownFunction } from './own-functions.ts';
import type { StepText } from './compile/step-text.ts';
import { callOrder } from './call-order.ts';
import { type PatchedFile, patchedFiles, type PatchLine, type TextsOf } from './patched-file.ts';
import { placedDiffs } from './placing.ts';
import { fateOfNode, isLost, nodeAt, PART } from './node-fates.ts';
import type { NamedInPatch } from './sidecar.ts';
import { whyNotOf } from './prelude/files-by-hand.ts';
import { editOf } from './splice/edit-of.ts';

export interface LiftInput {
  /** One after the other, each on what those before it made. `file`: as messages call it. */
  readonly texts: readonly { readonly file: string; readonly text: string }[];
  /** The name that the patch gets. */
  readonly name: string;
  /** Their undoing is meant. */
  readonly isReversed: boolean;
  readonly reports: readonly ErrorReport[];
  /** What a source tree of 2.6.20 has, where there is one. */
  readonly textsOf?: TextsOf | undefined;
  /** How a module declares a field that they add; `declared` is what the C alone tells. */
  readonly declare?: (field: Pick<AddedField, 'pool' | 'name' | 'declared'>) => string;
}

export type Lifted =
  | {
      readonly ok: true;
      readonly module: string;
      readonly name: string;
      /** One line: what the texts say that they are. */
      readonly summary: string;
      /** Functions of the base that it changes. */
      readonly edited: readonly string[];
      readonly named: NamedInPatch;
      /** Of all lines that the texts change, in their order. */
      readonly lines: readonly LineFate[];
    }
  | { readonly ok: false; readonly issues: readonly InputIssue[] };

interface ChangedLine {
  readonly file: string;
  readonly path: string;
  readonly line: DiffLine;
}

export function lift(parser: CParser, input: LiftInput): Lifted {
  const { texts, name, isReversed } = input;
  const read = texts.map(({ file, text }) => readDiffs(file, text));
  const unread = read.flatMap((one) => (one.ok ? [] : one.issues));
  if (unread.length > 0) return { ok: false, issues: unread };
  const patches = read.map((one, nth) => ({ file: texts[nth]?.file ?? '', patches: one.ok ? one.patches : [] }));
  const where = placedDiffs(patches, isReversed);
  if (!where.ok) return where;
  const changed = changedLines(texts, where);
  const fileOf = new Map(changed.map(({ line, file }) => [line, file]));
  const hunkOf = new Map(
    where.diffs.flatMap(({ path, hunks }) =>
      hunks.flatMap(({ hunk }) => hunk.lines.map((line) => [line, `${hunkName(path, hunk.header)}: `] as const)),
    ),
  );
  const issues: InputIssue[] = [];
  const fates = new LineFates();
  const blank = blankLines(where.diffs.flatMap(({ hunks }) => hunks.map(({ hunk }) => hunk)));
  for (const line of blank) fates.say(line, BLANK);
  const reporter: LiftReporter = {
    say: (line, fate) => fates.say(line, fate),
    isBlank: (line) => blank.has(line),
    issue(line, message, expected) {
      const at = line ?? (changed[0] as ChangedLine).line;
      issues.push({
        code: 'not-lifted',
        file: fileOf.get(at) ?? '',
        line: at.at,
        column: 1,
        path: '',
        message: `${hunkOf.get(at) ?? ''}${message}`,
        expected,
      });
    },
  };
  for (const { path, line } of changed)
    if (!where.files.has(path)) fates.say(line, { is: 'nothing', why: whyNotOf(path) });
  for (const { hunks } of where.diffs)
    for (const { hunk } of hunks)
      for (const line of hunk.respaced) fates.say(line, { is: 'nothing', why: 'nothing but its white space changes' });
  const files = patchedFiles(where.diffs, input.textsOf ?? (() => null));
  for (const { gone } of files)
    for (const line of gone)
      fates.say(line, {
        is: 'nothing',
        why: line.kind === '+' ? 'a later patch takes it out again' : 'an earlier patch put it in',
      });
  const added = changedOutside(parser, files, reporter.say);
  const fields = added.fields.map((field) => ({ ...field, declared: input.declare?.(field) ?? field.declared }));
  const lineOf = new Map(files.flatMap((file) => file.added.flat()).map((line) => [line.number, line]));
  for (const { line, message, expected } of added.issues) reporter.issue(lineOf.get(line)?.line, message, expected);
  const own = new Map(added.functions.map(({ item }) => [item.name, ownCallable(item)]));
  const kernel = kernelNames(fields, own);
  const functions = added.functions.map(({ item, path, base }) => ownFunction(item, path, base, kernel));
  added.functions.forEach((one, nth) => tellOwn(one, functions[nth] as OwnFunction, lineOf, reporter));
  const context: LiftContext = {
    ...reporter,
    parser,
    macrosOf: (path) => macrosIn(added.macros, path),
    kernel,
    flows: baseFlows(parser),
    told: new Set([...added.moved, ...added.refused]),
  };
  const edits = files.flatMap((file) => {
    const touched = [...file.removed, ...file.added.flat()].flatMap((line) => line.function ?? []);
    return [...new Set(touched)].flatMap((fn): LiftedEdit | [] => editOf(fn, file, context) ?? []);
  });
  for (const { line, function: fn } of files.flatMap(({ removed, added: runs }) => removed.concat(runs.flat())))
    if (fn === null && !fates.has(line)) fates.say(line, { is: 'nothing', why: 'it stands outside of functions' });
  if (edits.length === 0 && issues.length === 0)
    reporter.issue(
      undefined,
      `nothing that the patch changes makes a difference in the model${firstReason(changed, fates)}`,
      'a change of a function that `kioctx list functions` shows',
    );
  const ordered = callOrder(
    functions,
    edits.map(({ proc, calls }) => ({ name: proc, calls })),
  );
  if (!ordered.ok) {
    const circle = [...ordered.circle, ordered.circle[0]].map((one) => `${one}()`).join(' calls ');
    const first = added.functions.find(({ item }) => ordered.circle.includes(item.name));
    reporter.issue(lineOf.get(first?.item.at.line ?? 0)?.line, `recursion: ${circle}`, 'a loop');
  }
  if (issues.length > 0) return { ok: false, issues };
  const hunksWith = hunksByLine(files, edits, added.functions, functions);
  const lines = changed.map(({ file, path, line }): LineFate => ({
    file,
    path,
    at: line.at,
    kind: line.kind as '-' | '+',
    text: line.text,
    fate: fates.of(line),
    hunks: hunksWith.get(line) ?? [],
  }));
  const titles = patches.flatMap((one) => one.patches.flatMap(({ title }) => title ?? []));
  const summary = titles.join('; ') || name;
  const hasTrap = [...functions, ...edits].some((one) => stepsOf(one).some(({ isTrap }) => isTrap));
  if (hasTrap && !lines.some(({ fate }) => fate.is === 'trap')) throw new Error('a trap that no line tells');
  const todo = lines.flatMap(({ file, at, fate }) => (fate.is === 'trap' ? [`${file}:${at}: ${fate.why}`] : []));
  return {
    ok: true,
    module: moduleText({
      name,
      summary,
      fields,
      functions: ordered.ok ? ordered.order : functions,
      edits,
      reports: input.reports,
      todo,
    }),
    name,
    summary,
    edited: edits.map(({ proc }) => proc),
    named: namedIn(fields, functions, edits),
    lines,
  };
}

function namedIn(
  fields: readonly AddedField[],
  own: readonly OwnFunction[],
  edits: readonly LiftedEdit[],
): NamedInPatch {
  const functions = new Map<string, readonly string[]>();
  for (const [name, { locals }] of baseProcs) functions.set(name, Object.keys(locals as object));
  for (const { name, locals } of own) functions.set(name, Object.keys(locals));
  for (const { proc, plan } of edits)
    functions.set(proc, [...(functions.get(proc) ?? []), ...Object.keys(plan.locals)]);
  return { functions, fields: fields.map(({ pool, name, declared }) => ({ pool, name, declared })) };
}

function stepsOf(one: OwnFunction | LiftedEdit): readonly StepText[] {
  if ('steps' in one) return one.steps;
  const { before, replace, after } = one.plan;
  return [...before.values(), [...replace.values()], ...after.values()].flat();
}

/** Hunks are called as the functions that they edit; a function that the patch brings is in those that call it. */
function hunksByLine(
  files: readonly PatchedFile[],
  edits: readonly LiftedEdit[],
  added: readonly AddedFunction[],
  functions: readonly OwnFunction[],
): ReadonlyMap<DiffLine, readonly string[]> {
  const calls = new Map(functions.map((one) => [one.name, one.calls]));
  const reached = (from: readonly string[]): string[] =>
    from.flatMap((name) => [name, ...reached(calls.get(name) ?? [])]);
  const hunks = edits.map((edit) => ({ hunk: edit.proc, has: new Set([edit.proc, ...reached(edit.calls)]) }));
  const ownAt = (number: number): string | undefined =>
    added.find(({ item }) => item.at.line <= number && number <= item.at.endLine)?.item.name;
  return new Map(
    files
      .flatMap(({ removed, added: runs }) => removed.concat(runs.flat()))
      .map(({ line, number, function: fn }) => {
        const name = ownAt(number) ?? fn;
        return [line, hunks.flatMap(({ hunk, has }) => (name !== null && has.has(name) ? [hunk] : []))] as const;
      }),
  );
}

/** Why not, of the first line that has a reason of its own. */
function firstReason(changed: readonly ChangedLine[], fates: LineFates): string {
  for (const { line } of changed) {
    const fate = fates.has(line) ? fates.of(line) : BLANK;
    if (fate.is === 'nothing' && fate !== BLANK && !fate.why.startsWith('a part of'))
      return ` (line ${line.at}: ${fate.why})`;
  }
  return '';
}

/** In the order of the texts. */
function changedLines(
  texts: LiftInput['texts'],
  { diffs, elsewhere }: Extract<ReturnType<typeof placedDiffs>, { ok: true }>,
): ChangedLine[] {
  const all = [
    ...diffs.flatMap(({ file, path, hunks }) =>
      hunks.flatMap(({ hunk }) =>
        [...hunk.lines.filter(({ kind }) => kind !== ' '), ...hunk.respaced].map((line) => ({ file, path, line })),
      ),
    ),
    ...elsewhere.flatMap(({ file, diff }) =>
      diff.hunks.flatMap(({ lines }) =>
        lines.filter(({ kind }) => kind !== ' ').map((line) => ({ file, path: diff.path, line })),
      ),
    ),
  ];
  return texts.flatMap(({ file }) => all.filter((one) => one.file === file).toSorted((a, b) => a.line.at - b.line.at));
}

/** Of the lines of a function that the patch brings. */
function tellOwn(
  { item }: AddedFunction,
  { traps, nodes, issues }: OwnFunction,
  lineOf: ReadonlyMap<number, PatchLine>,
  { say, issue }: LiftReporter,
): void {
  for (const { line, message, expected } of issues) issue(lineOf.get(line)?.line, message, expected);
  for (let at = item.at.line; at <= item.at.endLine; at++) {
    const line = lineOf.get(at)?.line;
    if (line === undefined) continue;
    const trap = traps.find((one) => one.line === at);
    const node = nodeAt(nodes, at);
    if (trap !== undefined) say(line, { is: 'trap', why: trap.why });
    else if (node === undefined) say(line, { is: 'lifted', as: `${item.name}()` });
    else if (isLost(node)) say(line, PART);
    else say(line, fateOfNode({ ...node, labels: node.labels.map((label) => `${item.name}.${label}`) }));
  }
}
