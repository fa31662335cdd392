/** The statements of a schedule that matter, relation by relation, by looking through all statements each time. */
import { layOut, type Model, ReferenceMachine } from '../../../model/core/index.ts';
import { judgeFinding } from '../../../properties/checker/findings.ts';
import type { Property } from '../../../properties/checker/property.ts';
import { lassoFrom } from '../../../properties/search/livelock.ts';
import { fireTurn, type Turn } from '../../../properties/search/turn.ts';
import { type RecordedRun, type RecordedStatement, recordRun } from '../../../counterexamples/recorded-run.ts';
import { kindsOf, questionAtEnd } from './naive-candidates.ts';
import {
  cellText,
  controlled,
  END,
  isConstant,
  isDecision,
  type Learnt,
  localText,
  otherSideWrites,
} from './naive-learnt.ts';

export interface NaiveStatement extends RecordedStatement {
  readonly number: number;
  readonly step: number;
  readonly nth: number;
  readonly context: number;
}

/** `12 data 30`: statement 12 matters for statement 30, by its data; of what is wrong there is no number. */
export type Reason = string;
export type Relation = 'data' | 'control' | 'enabling' | 'potential' | 'order' | 'wrong';

export interface NaiveSlicing<K> {
  readonly model: Model;
  readonly property: Property<K>;
  readonly turns: readonly Turn[];
  readonly learnt: Learnt;
  /** Steps whose actions matter in any case. */
  readonly sources: readonly number[];
  /** A relation that is forgotten, so that it is seen what it is for. */
  readonly without?: Relation | undefined;
}

/** Behind a schedule that nothing at its end is wrong with, what goes round for ever, twice; and from which step on it does again. */
function withLoop(model: Model, turns: readonly Turn[]): { readonly taken: readonly Turn[]; readonly from: number } {
  const machine = new ReferenceMachine(model);
  const words = new Uint32Array(machine.width);
  machine.reset();
  for (const turn of turns) fireTurn(machine, turn);
  machine.save(words, 0);
  machine.restore(words, 0);
  const { stem, loop } = lassoFrom(machine);
  return { taken: [...turns, ...stem, ...loop, ...loop], from: turns.length + stem.length + loop.length };
}

export function naiveSlice<K>({ model, property, turns, learnt, sources, without }: NaiveSlicing<K>): Set<Reason> {
  const asItIs = recordRun(model, turns);
  const isShown =
    asItIs.machine.halted() !== null ||
    asItIs.steps.at(-1)?.findings.some((one) => judgeFinding(property, one) !== null) === true ||
    questionAtEnd(asItIs, property) !== null;
  const goesRound = isShown ? null : withLoop(model, turns);
  const run = goesRound === null ? asItIs : recordRun(model, goesRound.taken);
  const { steps, machine } = run;
  const kind = kindsOf(model);
  const names = layOut(model.shape).cells.map(({ name }) => name);
  const all: NaiveStatement[] = [];
  steps.forEach(({ statements, context }, step) =>
    statements.forEach((one, nth) => all.push({ ...one, number: all.length, step, nth, context })),
  );
  const firstOf = (step: number) => all.find((one) => one.step === step) as NaiveStatement;
  const lastOf = (step: number) => all.findLast((one) => one.step === step) as NaiveStatement;
  const reasons = new Set<Reason>();
  const open: NaiveStatement[] = [];
  const add = (one: NaiveStatement | undefined, is: Relation, of: NaiveStatement | null): void => {
    if (one === undefined || is === without) return;
    if (![...reasons].some((reason) => reason.startsWith(`${one.number} `))) open.push(one);
    reasons.add(`${one.number} ${is}${of === null ? '' : ` ${of.number}`}`);
  };
  const lastWrite = (cell: number, before: number) =>
    all.findLast((one) => one.number < before && one.writes.has(cell));

  const decisionOver = (context: number, frame: number, proc: string, label: string, before: number) => {
    const earlier = all.filter((one) => one.context === context && one.number < before);
    const decision = earlier.findLast((one) => one.frame === frame && controlled(learnt, proc, one.label, label));
    if (decision !== undefined) return decision;
    const begins = all.find((one) => one.context === context && one.frame === frame)?.number ?? before;
    const call = all.findLast((one) => one.context === context && one.number < begins);
    return call !== undefined && learnt.get(call.proc)?.get(call.label)?.callees.has(proc) ? call : undefined;
  };
  const takenFrom = ({ number, context, frame, proc }: NaiveStatement): string => {
    const next = all.find((one) => one.context === context && one.number > number);
    if (next !== undefined) return next.frame === frame ? next.label : END;
    const top = machine.stack(context).at(-1);
    return top?.proc === proc ? top.label : END;
  };
  /** Decisions behind the last write of what a statement reads. */
  const potential = (
    of: NaiveStatement,
    { write, before }: { readonly write: NaiveStatement | undefined; readonly before: number },
    what: (one: NaiveStatement) => string | null,
  ): void => {
    for (const one of all.slice((write?.number ?? -1) + 1, before)) {
      const written = what(one);
      if (written === null || !isDecision(learnt, one.proc, one.label)) continue;
      if (otherSideWrites(learnt, one.proc, one.label, takenFrom(one), written)) add(one, 'potential', of);
    }
  };

  const localRead = (context: number, frame: number, name: string, before: number, of: NaiveStatement): void => {
    // A constant that is there already is not written.
    const isSame = (touch: RecordedStatement['locals'][number], by: NaiveStatement) =>
      touch.frame === by.frame && !touch.isReturned && touch.from === touch.to && by.reads.size === 0;
    const writes = (by: NaiveStatement) =>
      by.locals.findLastIndex(
        (touch) =>
          touch.frame === frame &&
          touch.name === name &&
          touch.to !== null &&
          !(isSame(touch, by) && by.locals.every(({ to }) => to !== null)),
      );
    const write = all.findLast((one) => one.context === context && one.number < before && writes(one) >= 0);
    potential(of, { write, before }, (one) =>
      one.context === context && one.frame === frame ? localText(one.proc, name) : null,
    );
    if (write === undefined) return;
    const nth = writes(write);
    if (write.locals[nth]?.isReturned !== true) return add(write, 'data', of);
    add(
      all.findLast((one) => one.context === context && one.frame === frame && one.number <= write.number),
      'data',
      of,
    );
    const copied = write.locals.slice(0, nth).findLast((touch) => touch.isReturned && touch.to === null);
    if (copied !== undefined) localRead(context, copied.frame, copied.name, write.number + 1, of);
  };

  const enabling = (of: NaiveStatement): void => {
    const { awaited, context } = steps[of.step] as RecordedRun['steps'][number];
    if (of.nth !== 0 || awaited === null) return;
    const came = steps.findLastIndex((one, at) => at < of.step && one.context === context);
    const waited = steps.findLastIndex((one, at) => at > came && at < of.step && !one.enabled.includes(context));
    if (waited < 0) return;
    for (const one of all)
      if (one.step === waited && [...one.writes].some((cell) => awaited.reads.has(cell))) add(one, 'enabling', of);
  };

  const follow = (of: NaiveStatement): void => {
    for (const cell of of.reads) {
      if (['life', 'order'].includes(kind(cell)) || (kind(cell) === 'lock' && of.writes.has(cell))) continue;
      if (isConstant(learnt, of.proc, of.label, cellText(cell))) continue;
      const write = lastWrite(cell, of.number);
      // A lock that the context took itself.
      if (kind(cell) === 'lock' && write?.context === of.context) continue;
      add(write, 'data', of);
      potential(of, { write, before: of.number }, () => cellText(cell));
    }
    for (const { frame, proc, name, to, isReturned } of of.locals)
      if (to === null && !isReturned && !isConstant(learnt, of.proc, of.label, localText(proc, name)))
        localRead(of.context, frame, name, of.number, of);
    add(decisionOver(of.context, of.frame, of.proc, of.label, of.number), 'control', of);
    enabling(of);
  };

  const begin = (): void => {
    for (const step of sources) add(firstOf(step), 'order', null);
    if (goesRound !== null) {
      for (const one of all)
        if (one.step >= goesRound.from)
          if (isDecision(learnt, one.proc, one.label) || (one.nth === 0 && steps[one.step]?.awaited !== null))
            add(one, 'wrong', null);
      return;
    }
    const last = steps.at(-1);
    if (last === undefined) return;
    const finding = last.findings.find((one) => judgeFinding(property, one) !== null);
    if (finding !== undefined || machine.halted() !== null) {
      for (const one of all)
        if (machine.halted() === null ? one.step === steps.length - 1 : one.number === all.length - 1)
          add(one, 'wrong', null);
      for (const cell of last.reads) {
        const isLock = kind(cell) === 'lock' || (finding?.kind === 'order' && kind(cell) === 'order');
        const isGone = ['use_after_free', 'double_free'].includes(finding?.kind ?? '') && kind(cell) === 'life';
        const isIts = (names[cell] ?? '').startsWith(`${finding?.what}[`);
        const isFreed = all.some((one) => one.writes.has(cell)) || steps.some(({ writes }) => writes.has(cell));
        if (finding?.is === 'breach' ? isLock : isGone && isIts && isFreed)
          add(lastWrite(cell, all.length), 'wrong', null);
      }
      return;
    }
    const question = questionAtEnd(run, property);
    if (question === null) return;
    const { looks } = machine.lookedAt(question);
    const told: { readonly isWrong: boolean; readonly answers: readonly unknown[] }[] = [];
    recordRun(model, turns, (at) => {
      told.push({ isWrong: at.ask(question) !== null, answers: looks.map((look) => at.look(look)) });
    });
    const held = Math.max(
      0,
      told.findLastIndex(({ isWrong }) => !isWrong),
    );
    looks.forEach(({ cell, context }, nth) => {
      let changed = -1;
      for (let at = held + 1; at < told.length; at++)
        if (told[at]?.answers[nth] !== told[at - 1]?.answers[nth]) changed = at - 1;
      if (changed < 0) return;
      if (cell !== null) add(lastWrite(cell, all.length), 'wrong', null);
      if (context !== null) add(lastOf(changed), 'wrong', null);
    });
    if (machine.enabledContexts().length > 0) return;
    const waiting = machine.contexts.flatMap((_, context) => (machine.isAtRest(context) ? [] : [context]));
    const asked = waiting.filter((context) => looks.some((look) => look.context === context));
    for (const context of asked.length > 0 ? asked : waiting) {
      const awaited = machine.awaited(context);
      for (const cell of awaited?.reads ?? []) add(lastWrite(cell, all.length), 'wrong', null);
      const top = machine.stack(context).at(-1);
      const latest = all.findLast((one) => one.context === context);
      if (top === undefined || latest === undefined) continue;
      add(decisionOver(context, awaited?.frame ?? latest.frame, top.proc, top.label, all.length), 'wrong', null);
    }
  };

  begin();
  for (let one = open.pop(); one !== undefined; one = open.pop()) follow(one);
  const within = all.filter(({ step }) => step < turns.length).length;
  return new Set(
    [...reasons].flatMap((reason) => {
      const [number, , of] = reason.split(' ');
      if (Number(number) >= within) return [];
      // What matters for the rounds matters for what is wrong.
      return of !== undefined && Number(of) >= within ? [`${number} wrong`] : [reason];
    }),
  );
}
