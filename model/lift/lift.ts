/** From the text of a patch to a module of the notation, and to what became of each line that it changes. */
import { readDiffs } from '../diffs/index.ts';
import type { InputIssue } from '../diagnostics/input-issue.ts';
import { stepsAtFor } from '../source/steps-at.ts';
import { showSkeletonIssue, type SkeletonLine, withHunksShown } from '../source/with-hunks.ts';
import { sourceFile } from '../source/source-file.ts';
import type { ErrorReport } from '../core/index.ts';
import type { CParser } from './c/index.ts';
import { type ChangedLine, type Fate, type LineFate, LineFates } from './accounts.ts';
import { addedBy, functionOf, isBlank } from './added.ts';
import { baseProcs, kernelNames } from './base-names.ts';
import type { Callable } from './compile/scope.ts';
import { type LiftedEdit, moduleText } from './module-text.ts';
import { type NumberedLine, numbered } from './numbered.ts';
import { ownCallable, ownFunction } from './own-functions.ts';
import { placed, type PlacedDiff } from './placing.ts';
import { splicedFunction, type SplicedFunction } from './splice/base-function.ts';

export interface LiftInput {
  /** As messages call the text. */
  readonly file: string;
  readonly text: string;
  /** The name that the patch gets. */
  readonly name: string;
  /** Its undoing is meant. */
  readonly isReversed: boolean;
  readonly reports: readonly ErrorReport[];
}

export type Lifted =
  | {
      readonly ok: true;
      readonly module: string;
      readonly name: string;
      readonly summary: string;
      /** Of all lines that the text changes, in its order. */
      readonly lines: readonly LineFate[];
    }
  | { readonly ok: false; readonly issues: readonly InputIssue[] };

const stepsAt = stepsAtFor([...baseProcs.values()]);

export function lift(parser: CParser, input: LiftInput): Lifted {
  const { file, text, name, isReversed } = input;
  const read = readDiffs(file, text);
  if (!read.ok) return read;
  const where = placed(file, read.patches, isReversed);
  if (!where.ok) return where;
  const issues: InputIssue[] = [];
  const issue = (line: number, message: string, expected: string) =>
    issues.push({ code: 'not-lifted', file, line, column: 1, path: '', message, expected });
  const fates = new LineFates();
  const changed: ChangedLine[] = [];
  let number = 1;
  const diffs = where.diffs.map((diff) => {
    const lines = numbered(diff, number);
    number += lines.length;
    return { diff, lines };
  });
  const asChanged = ({ path, line }: NumberedLine): ChangedLine => ({
    path,
    at: line.at,
    kind: line.kind as '-' | '+',
    text: line.text,
  });
  const say = (line: NumberedLine, fate: Fate) => {
    if (line.line.kind !== ' ') fates.say(asChanged(line), fate);
  };
  for (const { lines } of diffs) for (const line of lines) if (line.line.kind !== ' ') changed.push(asChanged(line));
  for (const { path, hunks } of where.elsewhere)
    for (const { lines } of hunks)
      for (const { kind, at, text: shown } of lines) {
        if (kind === ' ') continue;
        const line: ChangedLine = { path, at, kind, text: shown };
        changed.push(line);
        fates.say(line, { is: 'nothing', why: `the model has nothing of ${path}` });
      }
  const added = addedBy(parser, diffs, say);
  for (const { path, line, message, expected } of added.issues) {
    const at = diffs.flatMap(({ lines }) => lines).find((one) => one.number === line);
    issue(at?.line.at ?? 1, `${path}: ${message}`, expected);
  }
  const own = new Map<string, Callable>(added.functions.map(({ item }) => [item.name, ownCallable(item)]));
  const kernel = kernelNames(added.fields, own);
  const functions = added.functions.map(({ item, path, base }) => ownFunction(item, path, base, kernel));
  const byNumber = new Map(diffs.flatMap(({ lines }) => lines).map((line) => [line.number, line]));
  added.functions.forEach(({ item }, nth) => {
    const made = functions[nth];
    for (let at = item.at.line; at <= item.at.endLine; at++) {
      const line = byNumber.get(at);
      if (line === undefined) continue;
      const trap = made?.traps.find((one) => one.line === at);
      if (trap !== undefined) say(line, { is: 'trap', why: trap.why });
      else
        say(
          line,
          isBlank(line) ? { is: 'nothing', why: 'a comment or a blank line' } : { is: 'lifted', as: `${item.name}()` },
        );
    }
  });
  const edits: LiftedEdit[] = [];
  for (const { diff, lines } of diffs)
    for (const fn of functionsTouched(diff, lines)) {
      const mine = lines.filter((line) => line.line.kind !== ' ' && functionOf(diff, line) === fn);
      const edit = editOf(fn, diff, mine, { parser, macros: added.macros, kernel, issue, say });
      if (edit !== null) edits.push(edit);
    }
  for (const { lines } of diffs)
    for (const line of lines)
      if (line.line.kind !== ' ' && !fates.has({ at: line.line.at }))
        say(
          line,
          line.line.kind === '-'
            ? { is: 'nothing', why: 'what it declares is used nowhere in the model' }
            : { is: 'nothing', why: 'it stands outside of functions' },
        );
  if (issues.length > 0) return { ok: false, issues };
  const lines = fates.all(changed);
  if (edits.length === 0) {
    issue(
      changed[0]?.at ?? 1,
      'nothing that the patch changes is in the model',
      'a patch that changes what the model has: `kioctx list functions`',
    );
    return { ok: false, issues };
  }
  const title = read.patches.find((patch) => patch.title !== null)?.title ?? name;
  const todo = lines.flatMap(({ at, fate }) => (fate.is === 'trap' ? [`line ${at}: ${fate.why}`] : []));
  const module = moduleText({
    name,
    summary: title,
    fields: added.fields,
    functions,
    edits,
    reports: input.reports,
    todo,
  });
  return { ok: true, module, name, summary: title, lines };
}

/**
 * Steps that stand for several statements about an object that nobody else can see: what is put between these may as well come behind
 * them all. By function, the lines of 2.6.20.
 */
const PRIVATE: Readonly<Record<string, readonly (readonly [number, number])[]>> = { __aio_get_req: [[411, 424]] };

function withoutInsertions(lines: readonly SkeletonLine[], fn: string): SkeletonLine[] {
  let all = [...lines];
  for (const [from, to] of PRIVATE[fn] ?? []) {
    const baseOf = ({ origin }: SkeletonLine) => (origin.is === 'added' ? null : origin.base);
    const first = all.findIndex((line) => (baseOf(line) ?? 0) >= from);
    const last = all.findLastIndex((line) => (baseOf(line) ?? Number.POSITIVE_INFINITY) <= to);
    const inside = all.slice(first, last + 1);
    if (inside.some(({ origin }) => origin.is === 'shown')) continue;
    const added = inside.filter(({ origin }) => origin.is === 'added');
    const kept = inside.filter(({ origin }) => origin.is !== 'added');
    all = [...all.slice(0, first), ...kept, ...added, ...all.slice(last + 1)];
  }
  return all.map((line, nth) => ({ ...line, at: nth + 1 }));
}

const statementLines = (
  { statements }: { readonly statements: readonly (readonly [number, number, unknown])[] },
  line: number,
): number[] => {
  const found = statements.find(([from, to]) => from <= line && line <= to);
  return found === undefined ? [line] : Array.from({ length: found[1] - found[0] + 1 }, (_, nth) => found[0] + nth);
};

/** In the order of the diff. */
function functionsTouched(diff: PlacedDiff, lines: readonly NumberedLine[]): string[] {
  return [...new Set(lines.flatMap((line) => (line.line.kind === ' ' ? [] : (functionOf(diff, line) ?? []))))];
}

interface Around extends Pick<Parameters<typeof splicedFunction>[0], 'parser' | 'macros' | 'kernel'> {
  readonly issue: (line: number, message: string, expected: string) => void;
  readonly say: (line: NumberedLine, fate: Fate) => void;
}

function editOf(fn: string, diff: PlacedDiff, mine: readonly NumberedLine[], around: Around): LiftedEdit | null {
  const file = sourceFile(diff.path);
  const proc = baseProcs.get(fn);
  const modelled = diff.source.facts.modelled.find((one) => one.name === fn);
  const [first] = mine;
  if (file === undefined || first === undefined) return null;
  if (proc === undefined || modelled === undefined) {
    for (const line of mine)
      around.say(line, { is: 'nothing', why: `${fn}() is not in the model, or is a part of other steps` });
    return null;
  }
  const spliceWith = (further: ReadonlySet<number>, trapped: ReadonlySet<string>) => {
    const text = withHunksShown(file, modelled, [diff.hunks], further);
    if (!text.ok) return text;
    const lines = withoutInsertions(text.lines, fn);
    const spliced = splicedFunction({
      ...around,
      proc,
      modelled,
      lines,
      accountAt: (line) => {
        const account = stepsAt(file, line);
        return account.is === 'new' ? { is: 'outside' } : account;
      },
      trapped,
      baseOf: (at) => nearest(lines, at),
    });
    return { ok: true, lines, spliced } as const;
  };
  let done = spliceWith(new Set(), new Set());
  if (done.ok && done.spliced.broken.size > 0) {
    // A step that stands for several statements is made anew of all of them, where the diff shows them.
    const further = new Set([...done.spliced.broken.values()].flat().flatMap((line) => statementLines(modelled, line)));
    const shown = spliceWith(further, new Set());
    done =
      shown.ok && shown.spliced.broken.size === 0 ? shown : spliceWith(new Set(), new Set(done.spliced.broken.keys()));
  }
  if (!done.ok) {
    const [message = '', expected = 'the patch with more context'] = showSkeletonIssue(diff.path, done.issue).split(
      '; expected ',
    );
    around.issue(first.line.at, message, expected);
    return null;
  }
  const text = done;
  const { spliced } = done;
  for (const { line, message, expected } of spliced.issues) {
    const at = text.lines.find((one) => one.at === line);
    around.issue(
      at !== undefined && at.origin.is !== 'kept' ? lineOf(at) : first.line.at,
      `${diff.path}: ${message}`,
      expected,
    );
  }
  account(mine, text.lines, spliced, (line) => stepsAt(file, line), around.say);
  const headers = [...new Set(mine.map(({ hunk }) => `@@ -${hunk.header.oldStart}`))];
  return { proc: fn, standsFor: `${diff.path} ${headers.join(' and ')}: ${fn}()`, plan: spliced.plan };
}

const lineOf = ({ origin }: SkeletonLine): number =>
  origin.is === 'kept' ? 0 : ((origin.line as { at?: number }).at ?? 0);

function nearest(lines: readonly SkeletonLine[], at: number): number {
  const baseOf = ({ origin }: SkeletonLine): number | null => (origin.is === 'added' ? null : origin.base);
  const behind = lines.find((line) => line.at >= at && baseOf(line) !== null);
  const front = lines.findLast((line) => line.at <= at && baseOf(line) !== null);
  return (front === undefined ? null : baseOf(front)) ?? (behind === undefined ? null : baseOf(behind)) ?? 0;
}

function account(
  mine: readonly NumberedLine[],
  lines: readonly SkeletonLine[],
  spliced: SplicedFunction,
  stepsAtLine: (line: number) => ReturnType<typeof stepsAt>,
  say: Around['say'],
): void {
  const atOf = new Map(lines.flatMap((line) => (line.origin.is === 'added' ? [[lineOf(line), line.at] as const] : [])));
  for (const line of mine) {
    if (isBlank(line)) {
      say(line, { is: 'nothing', why: 'a comment or a blank line' });
      continue;
    }
    if (line.line.kind === '-') {
      const was = stepsAtLine(line.base);
      if (was.is === 'steps') say(line, { is: 'lifted', as: `${was.steps.join(', ')} taken out or led elsewhere` });
      else if (was.is === 'reason') say(line, { is: 'nothing', why: was.reason.why });
      else say(line, { is: 'nothing', why: 'it does nothing by itself' });
      continue;
    }
    const at = atOf.get(line.line.at);
    const node = at === undefined ? undefined : spliced.nodes.find(({ from, to }) => from <= at && at <= to);
    const trap = at === undefined ? undefined : spliced.traps.find((one) => one.line === at);
    if (trap !== undefined) say(line, { is: 'trap', why: trap.why });
    else if (node !== undefined) say(line, { is: 'lifted', as: node.labels.join(', ') });
    else say(line, { is: 'nothing', why: 'it does nothing by itself' });
  }
}
