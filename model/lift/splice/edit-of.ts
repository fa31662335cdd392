/** The edit of one function of the base, and what became of the lines that patches change in it. */
import { stepsAtFor } from '../../source/steps-at.ts';
import type { ModelledLines, SourceFile } from '../../source/source-file.ts';
import { showSkeletonIssue, type SkeletonLine, withHunksShown } from '../../source/with-hunks.ts';
import type { DiffLine } from '../../diffs/index.ts';
import type { PlacedDiff } from '../placing.ts';
import { patchedLines } from '../../source/patched-lines.ts';
import { parseFragment, type SourceLine } from '../c/index.ts';
import { declarationsIn } from '../declarations.ts';
import { assignmentsIn, flowOf } from '../flow/index.ts';
import { outlines, together } from '../prelude/outlines.ts';
import { baseProcs } from '../base-names.ts';
import { isBaseName } from '../outside/base-has.ts';
import { openingOf, tellHead } from './head.ts';
import { changesNothing } from './edit-plan.ts';
import { isDoneAtStart, tellUnmodelled } from './unmodelled.ts';
import type { LiftContext } from '../lift-context.ts';
import { fateOfNode, isLost, nodeAt, PART } from '../node-fates.ts';
import type { LiftedEdit } from '../module-text.ts';
import type { PatchedFile, PatchLine } from '../patched-file.ts';
import { splicedFunction, type SplicedFunction } from './base-function.ts';
import { type HeldLocals, standIns } from './function-locals.ts';
import { withoutInsertions } from './private-bundles.ts';
import { baseSplice, madeWhole } from './whole-function.ts';

const OUTSIDE = { is: 'outside' } as const;
const NOT_THIS = 'a patch without this hunk, or one that is written as a module (docs/guides/patch.md)';
const stepsAt = stepsAtFor([...baseProcs.values()]);

/** Null: the model has no such function, or the patch cannot be put into it, which is told. */
export function editOf(fn: string, file: PatchedFile, context: LiftContext): LiftedEdit | null {
  const { source, path } = file;
  const removed = file.removed.filter((line) => line.function === fn);
  const added = file.added.flat().filter((line) => line.function === fn);
  const mine = [...removed, ...added];
  if (context.told.has(fn)) return null;
  const all = source.facts.functions.find((one) => one.name === fn)?.lines ?? [0, -1];
  const modelled = source.facts.modelled.find((one) => one.name === fn);
  const proc = baseProcs.get(fn);
  if (removed.length === all[1] - all[0] + 1 && (modelled !== undefined || isBaseName(fn))) {
    context.issue(mine[0]?.line, `${fn}() is taken out, and steps that stay call it`, 'a patch that leaves it');
    return null;
  }
  const outline = outlines[fn];
  const code = mine.find(({ line }) => !context.isBlank(line));
  const refuseOutline = () => {
    if (code !== undefined) context.issue(code.line, `of ${fn}() the model has an outline: ${outline}`, NOT_THIS);
    return null;
  };
  if (outline !== undefined && code !== undefined && source.texts === undefined) return refuseOutline();
  if (modelled !== undefined && proc === undefined && code !== undefined) {
    context.issue(code.line, `the steps of ${fn}() are a part of those of who calls it`, NOT_THIS);
    return null;
  }
  const flow = context.flows(fn)?.functions.find((one) => one.modelled.name === fn);
  if (proc === undefined || modelled === undefined || flow === undefined || isDoneAtStart(fn)) {
    const first = source.facts.functions.find((one) => one.name === fn)?.lines[0] ?? 0;
    const account = stepsAt(source, first);
    tellUnmodelled(fn, mine, account.is === 'new' ? OUTSIDE : account, context);
    return null;
  }
  const opening = openingOf(modelled);
  const isHead = ({ base }: PatchLine) => base <= opening && !modelled.structure.isMacro;
  const apart = mine.find((line) => !context.isBlank(line.line) && isTogether(fn, line));
  if (apart !== undefined) {
    context.issue(apart.line, `here in the model ${together[fn]?.what}`, NOT_THIS);
    return null;
  }
  tellHead(fn, removed.filter(isHead), added.filter(isHead), context);
  const removedBody = removed.filter((line) => !isHead(line));
  const hunks = file.diffs.map((diff) => diff.hunks);
  const removedText = wholeStatements(source, modelled, hunks, removedBody);
  const removedDeclarations = declarationsIn(parseFragment(context.parser, removedText, 'body').items);
  const kept = textsThatStay(source, modelled, hunks);
  const lost = lostStandIn(fn, context.parser, removedText, [...kept, ...added.map(({ line }) => line.text)]);
  if (lost !== undefined) {
    const what = `${lost} is given no value, and the model has it from the beginning`;
    context.issue(mine[0]?.line, what, 'a patch that leaves where it gets one');
    return null;
  }
  const spliceWith = (further: ReadonlySet<number>, held?: HeldLocals) => {
    const text = withHunksShown(source, modelled, hunks, further);
    if (!text.ok) return text;
    const end = text.behind.find(({ origin }) => origin.is !== 'added');
    if (end !== undefined) return { ok: false, issue: { is: 'edge-changed', line: modelled.lines[1] } } as const;
    const lines = withoutInsertions(text.lines, modelled, removed);
    const spliced = splicedFunction({
      ...context,
      macros: context.macrosOf(path),
      proc,
      flow,
      modelled,
      lines,
      removedDeclarations,
      baseOf: (at) => nearestBase(lines, at),
      changed: new Set(mine.flatMap(({ line, base }) => (context.isBlank(line) ? [] : [base]))),
      ...(held === undefined ? {} : { held }),
    });
    return { ok: true, lines, spliced } as const;
  };
  // A step that stands for several statements is made anew of all of them, where the patch shows them.
  const isShown = shownBy(source, modelled, hunks);
  const further = new Set<number>();
  let done = spliceWith(further);
  for (let count = -1; done.ok && count !== further.size;) {
    count = further.size;
    for (const line of done.spliced.wanted)
      if (isShown(line)) for (const one of statementLines(modelled, line)) further.add(one);
    if (count !== further.size) done = spliceWith(further);
  }
  if (!done.ok) {
    const [message = '', expected = 'the patch with more context'] = showSkeletonIssue(path, done.issue).split(
      '; expected ',
    );
    context.issue(mine[0]?.line, message, expected);
    return null;
  }
  // What the patch changes is made anew with all that stands around it.
  const whole = changesNothing(done.spliced.plan)
    ? null
    : madeWhole(context.parser, flow, proc, source, baseSplice(context.parser, flow, proc, source), (shown, held) => {
        const one = spliceWith(shown, held);
        return one.ok ? one : null;
      });
  const made = whole?.made ?? null;
  const isAll = whole?.stays.length === 0;
  // Lines of an outline and its steps do not go together one by one.
  if (outline !== undefined && (made === null || !isAll)) return refuseOutline();
  // Of a function of which only a part can be made anew, where that leaves out less.
  const isBetter = made !== null && (isAll || trapsIn(made.spliced) < trapsIn(done.spliced));
  const { lines, spliced } = isBetter ? made : done;
  for (const { line, message, expected } of spliced.issues)
    context.issue(textLine(lines.find((one) => one.at === line)) ?? mine[0]?.line, message, expected);
  tellSkipped(lines, spliced, context);
  tellTraps(mine, lines, spliced, context);
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

/** What is put in stands between two lines of them. */
const isTogether = (fn: string, { base, line }: PatchLine): boolean =>
  together[fn]?.lines.some(([from, to]) => (line.kind === '+' ? from < base : from <= base) && base <= to) === true;

/** As far as they are known: by a tree, or as the patches show them. */
const textsThatStay = (source: SourceFile, { lines: [from, to] }: ModelledLines, hunks: PlacedDiff['hunks'][]) =>
  patchedLines(source, hunks).lines.flatMap((line) =>
    line.is === 'kept' && line.shown !== null && from <= line.base && line.base <= to ? [line.shown.text] : [],
  );

/** A name that stands for something from the beginning: the patch takes the value away from it, and it is still used. `texts`: what there is now. */
function lostStandIn(
  fn: string,
  parser: LiftContext['parser'],
  removed: readonly SourceLine[],
  texts: readonly string[],
): string | undefined {
  const names = standIns(fn);
  const { graph } = flowOf(parseFragment(parser, removed, 'body').items);
  const taken = graph.nodes.flatMap((node) => assignmentsIn(node).map(({ local }) => local));
  const code = texts.map((text) => text.replaceAll(/"[^"]*"|\/\*.*$|^\s*\*.*$/g, ''));
  const isIn = (form: string) => code.some((text) => new RegExp(form).test(text));
  return taken.find((name) => names.has(name) && !isIn(`\\b${name}\\s*=(?!=)`) && isIn(`(?<!\\*)\\b${name}\\b(?!;$)`));
}

/** How much of what the patch changes is not lifted. */
const trapsIn = ({ traps, bundles, issues }: SplicedFunction): number =>
  traps.filter(({ isOfBase }) => isOfBase !== true).length + bundles.length + issues.length;

/** Lines that are taken out, with those that stay of the same statements where the patches show them. */
function wholeStatements(
  source: SourceFile,
  modelled: ModelledLines,
  hunks: PlacedDiff['hunks'][],
  removed: readonly PatchLine[],
): SourceLine[] {
  const texts = new Map(
    patchedLines(source, hunks).lines.flatMap((line) =>
      line.is === 'kept' && line.shown !== null ? [[line.base, line.shown.text] as const] : [],
    ),
  );
  for (const { base, line } of removed) texts.set(base, line.text);
  const lines = new Set(removed.flatMap(({ base }) => statementLines(modelled, base)));
  return [...lines]
    .toSorted((a, b) => a - b)
    .flatMap((base) => (texts.has(base) ? [{ text: texts.get(base) as string, at: base }] : []));
}

/** In a hunk: what a tree shows has no place in a diff. */
function textLine(line: SkeletonLine | undefined): DiffLine | undefined {
  const text = line === undefined || line.origin.is === 'kept' ? undefined : line.origin.line;
  return text !== undefined && 'at' in text ? (text as DiffLine) : undefined;
}

const baseOf = ({ origin }: SkeletonLine): number | null => (origin.is === 'added' ? null : origin.base);

/** The line of 2.6.20 that stands in front of a line of the text, or behind it. */
function nearestBase(lines: readonly SkeletonLine[], at: number): number {
  const front = lines.findLast((line) => line.at <= at && baseOf(line) !== null);
  const behind = lines.find((line) => line.at >= at && baseOf(line) !== null);
  return (front && baseOf(front)) ?? (behind && baseOf(behind)) ?? 0;
}

/** Whether all that stays of a statement is in the patches, by a line of it. */
function shownBy(source: SourceFile, modelled: ModelledLines, hunks: PlacedDiff['hunks'][]): (line: number) => boolean {
  const hidden = new Set(
    patchedLines(source, hunks).lines.flatMap((line) => (line.is === 'kept' && line.shown === null ? [line.base] : [])),
  );
  return (line) => statementLines(modelled, line).every((one) => !hidden.has(one));
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
    if (was.is === 'steps') say(line, { is: 'lifted', as: was.steps.map((step) => `without ${step}`).join(', ') });
    else if (was.is === 'reason') say(line, { is: 'nothing', why: was.reason.why });
    else say(line, PART);
  }
}

function tellAdded(
  added: readonly PatchLine[],
  lines: readonly SkeletonLine[],
  { nodes, traps, hasTraps }: SplicedFunction,
  { say, issue, isBlank }: LiftContext,
): void {
  const atOf = new Map(lines.flatMap((one) => (one.origin.is === 'added' ? [[one.origin.line, one.at] as const] : [])));
  for (const { line } of added) {
    const at = atOf.get(line);
    if (at === undefined) {
      if (!isBlank(line)) issue(line, 'it stands behind the end of a function that stays', 'braces that are closed');
      continue;
    }
    const trap = traps.find((one) => one.line === at)?.why;
    const node = nodeAt(nodes, at);
    if (trap !== undefined) say(line, { is: 'trap', why: trap });
    else if (node !== undefined && isLost(node) && !hasTraps)
      issue(line, 'no step leads to it, though control comes there', 'a patch that changes less at once');
    else say(line, node === undefined ? PART : fateOfNode(node));
  }
}

/** Of each trap that no changed line has: the changed lines that bring it about. */
function tellTraps(
  mine: readonly PatchLine[],
  lines: readonly SkeletonLine[],
  { bundles, traps }: SplicedFunction,
  { say, isBlank }: LiftContext,
): void {
  const changed = mine.filter(({ line }) => !isBlank(line));
  const code = changed.length > 0 ? changed : mine;
  const shown = traps.flatMap(({ line, why, isOfBase }) => {
    if (isOfBase === true) return [];
    const base = baseOf(lines.find(({ at }) => at === line) ?? NO_LINE);
    return base === null ? [] : [{ from: base, to: base, why }];
  });
  for (const { from, to, why } of [...bundles, ...shown]) {
    const distance = ({ base }: PatchLine) => Math.max(from - base, base - to, 0);
    const nearest = Math.min(...code.map(distance));
    for (const one of code) if (distance(one) === nearest) say(one.line, { is: 'trap', why });
  }
}

const NO_LINE: SkeletonLine = { at: 0, text: '', origin: { is: 'added', line: { kind: '+', text: '' } } };
