/** The edit of one function of the base, and what became of the lines that patches change in it. */
import { stepsAtFor } from '../../source/steps-at.ts';
import type { ModelledLines } from '../../source/source-file.ts';
import { showSkeletonIssue, type SkeletonLine, withHunksShown } from '../../source/with-hunks.ts';
import type { DiffLine } from '../../diffs/index.ts';
import { BLANK, isBlank } from '../accounts.ts';
import { parseFragment } from '../c/index.ts';
import { declarationsIn } from '../declarations.ts';
import { baseProcs } from '../base-names.ts';
import { openingOf, tellHead } from './head.ts';
import { changesNothing } from './edit-plan.ts';
import { tellUnmodelled } from './unmodelled.ts';
import type { LiftContext } from '../lift-context.ts';
import type { LiftedEdit } from '../module-text.ts';
import { asSource, type PatchedFile, type PatchLine } from '../patched-file.ts';
import { splicedFunction, type SplicedFunction } from './base-function.ts';
import { withoutInsertions } from './private-bundles.ts';

const OUTSIDE = { is: 'outside' } as const;
const stepsAt = stepsAtFor([...baseProcs.values()]);

/** Null: the model has no such function, or the patch cannot be put into it, which is told. */
export function editOf(fn: string, file: PatchedFile, context: LiftContext): LiftedEdit | null {
  const { source, path } = file;
  const removed = file.removed.filter((line) => line.function === fn);
  const added = file.added.flat().filter((line) => line.function === fn);
  const mine = [...removed, ...added];
  const proc = baseProcs.get(fn);
  const modelled = source.facts.modelled.find((one) => one.name === fn);
  if (proc === undefined || modelled === undefined) {
    const first = source.facts.functions.find((one) => one.name === fn)?.lines[0] ?? 0;
    const account = stepsAt(source, first);
    tellUnmodelled(fn, mine, account.is === 'new' ? OUTSIDE : account, context);
    return null;
  }
  const opening = openingOf(modelled);
  const isHead = ({ base }: PatchLine) => base <= opening && !modelled.structure.isMacro;
  tellHead(fn, removed.filter(isHead), added.filter(isHead), context);
  const removedBody = removed.filter((line) => !isHead(line));
  const removedDeclarations = declarationsIn(parseFragment(context.parser, removedBody.map(asSource), 'body').items);
  const spliceWith = (further: ReadonlySet<number>, trapped: ReadonlySet<string>) => {
    const text = withHunksShown(
      source,
      modelled,
      file.diffs.map(({ hunks }) => hunks),
      further,
    );
    if (!text.ok) return text;
    const lines = withoutInsertions(text.lines, fn);
    const spliced = splicedFunction({
      ...context,
      proc,
      modelled,
      lines,
      accountAt(line) {
        const account = stepsAt(source, line);
        return account.is === 'new' ? OUTSIDE : account;
      },
      trapped,
      removedDeclarations,
      baseOf: (at) => nearest(lines, at),
    });
    return { ok: true, lines, spliced } as const;
  };
  let done = spliceWith(new Set(), new Set());
  if (done.ok && done.spliced.broken.size > 0) {
    // A step that stands for several statements is made anew of all of them, where the patch shows them.
    const further = new Set([...done.spliced.broken.values()].flat().flatMap((line) => statementLines(modelled, line)));
    const shown = spliceWith(further, new Set());
    const isWhole = shown.ok && shown.spliced.broken.size === 0;
    done = isWhole ? shown : spliceWith(new Set(), new Set(done.spliced.broken.keys()));
  }
  if (!done.ok) {
    const [message = '', expected = 'the patch with more context'] = showSkeletonIssue(path, done.issue).split(
      '; expected ',
    );
    context.issue(mine[0]?.line, message, expected);
    return null;
  }
  const { lines, spliced } = done;
  for (const { line, message, expected } of spliced.issues)
    context.issue(textLine(lines.find((one) => one.at === line)) ?? mine[0]?.line, message, expected);
  tellSkipped(lines, spliced, context);
  tellRemoved(removedBody, (line) => stepsAt(source, line), context);
  tellAdded(
    added.filter((line) => !isHead(line)),
    lines,
    spliced,
    context,
  );
  const headers = [...new Set(mine.map(({ hunk }) => `@@ -${hunk.header.oldStart}`))];
  if (changesNothing(spliced.plan)) return null;
  return { proc: fn, standsFor: `${path} ${headers.join(' and ')}`, plan: spliced.plan, calls: spliced.calls };
}

const textLine = (line: SkeletonLine | undefined): DiffLine | undefined =>
  line === undefined || line.origin.is === 'kept' ? undefined : (line.origin.line as DiffLine);

/** The line of 2.6.20 that stands in front of a line of the text, or behind it. */
function nearest(lines: readonly SkeletonLine[], at: number): number {
  const baseOf = ({ origin }: SkeletonLine): number | null => (origin.is === 'added' ? null : origin.base);
  const front = lines.findLast((line) => line.at <= at && baseOf(line) !== null);
  const behind = lines.find((line) => line.at >= at && baseOf(line) !== null);
  return (front && baseOf(front)) ?? (behind && baseOf(behind)) ?? 0;
}

function statementLines({ statements }: ModelledLines, line: number): number[] {
  const found = statements.find(([from, to]) => from <= line && line <= to);
  const [from, to] = found ?? [line, line];
  return Array.from({ length: to - from + 1 }, (_, nth) => from + nth);
}

/** Lines that an `#if` leaves out. */
function tellSkipped(lines: readonly SkeletonLine[], { skipped }: SplicedFunction, { say }: LiftContext): void {
  const byOf = new Map(skipped.map(({ line, by }) => [line, by.text]));
  for (const line of lines) {
    const by = byOf.get(line.at);
    const text = textLine(line);
    if (by !== undefined && text?.kind === '+') say(text, { is: 'nothing', why: `it is not compiled: ${by}` });
  }
}

function tellRemoved(
  removed: readonly PatchLine[],
  accountOf: (line: number) => ReturnType<typeof stepsAt>,
  { say }: LiftContext,
): void {
  for (const { line, base } of removed) {
    const was = accountOf(base);
    if (isBlank(line)) say(line, BLANK);
    else if (was.is === 'steps') say(line, { is: 'lifted', as: was.steps.map((step) => `without ${step}`).join(', ') });
    else if (was.is === 'reason') say(line, { is: 'nothing', why: was.reason.why });
    else say(line, { is: 'nothing', why: 'it does nothing by itself' });
  }
}

function tellAdded(
  added: readonly PatchLine[],
  lines: readonly SkeletonLine[],
  { nodes, traps, trapped }: SplicedFunction,
  { say, issue }: LiftContext,
): void {
  const atOf = new Map(lines.flatMap((one) => (one.origin.is === 'added' ? [[one.origin.line, one.at] as const] : [])));
  for (const { line } of added) {
    const at = atOf.get(line);
    if (at === undefined) {
      if (isBlank(line)) say(line, BLANK);
      else issue(line, 'it stands behind the end of a function that stays', 'braces that are closed');
      continue;
    }
    const trap = traps.find((one) => one.line === at)?.why ?? trapped.find(([from, to]) => from <= at && at <= to)?.[2];
    const node = nodes.find(({ from, to }) => from <= at && at <= to);
    if (isBlank(line)) say(line, BLANK);
    else if (trap !== undefined) say(line, { is: 'trap', why: trap });
    else if (node !== undefined && node.labels.length > 0) say(line, { is: 'lifted', as: node.labels.join(', ') });
    else say(line, { is: 'nothing', why: node?.why ?? 'it does nothing by itself' });
  }
}
