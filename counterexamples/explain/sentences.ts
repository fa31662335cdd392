/** An explanation in plain sentences. Every word of them is worked out; none is about a certain mistake. */
import { briefCode } from '../brief-code.ts';
import type { NarratedStep } from '../narrate.ts';
import type { DecidedTold, Explanation, Meets, PassingTold, StepTold } from './explanation.ts';

/** A statement longer than this is cut where its first part ends. */
const LONG = 60;

/** The code of a statement as a sentence can quote it. */
export function quotedCode(c: string): string {
  const code = briefCode(c);
  if (code.length <= LONG) return `\`${code}\``;
  const [first = code] = code.split('; ');
  return first.length <= LONG ? `\`${first}; …\`` : `\`${code.slice(0, LONG - 2).trimEnd()} …\``;
}

const at = ({ step }: StepTold): string => (step === null ? '' : ` (step ${step})`);

/** `submitter, in aio_complete(),`. */
const actor = ({ proc, context }: StepTold): string => `${context}, in ${proc}(),`;

/** What goes wrong, and which orders and choices decide that it does. `message`: what is wrong. */
export const summary = (explanation: Explanation, message: string): string[] => [
  wrong(explanation, message),
  ...decides(explanation),
];

/** All there is to say beside. */
export const details = (explanation: Explanation): string[] => [
  ...passes(explanation),
  ...noReturn(explanation),
  ...share(explanation),
  ...removed(explanation),
  ...hunks(explanation),
];

function wrong({ freed, finding, wrongAt }: Explanation, message: string): string {
  const who = `In step ${wrongAt.step} ${actor(wrongAt)}`;
  if (freed !== null) {
    const { what, by } = freed;
    const whom = by.context === wrongAt.context ? 'it' : by.context;
    const act = finding?.kind === 'double_free' ? 'frees' : 'touches';
    return `${who} ${act} ${what}, which ${whom} had freed in ${by.proc}()${at(by)}.`;
  }
  if (finding?.kind === 'bug_on') return `${who} comes upon a BUG_ON that is true: ${quotedCode(wrongAt.c)}.`;
  if (finding?.kind === 'bad_pointer') return `${who} follows a pointer that leads nowhere: ${quotedCode(wrongAt.c)}.`;
  if (finding?.kind === 'unwritten') return `${who} reads ${finding.what}, which nobody has written.`;
  if (finding?.kind === 'unguarded') return `${who} touches ${finding.what} without its lock.`;
  return ended(finding === null ? message : `${who} breaks a rule: ${message}`);
}

function decides({ deciding, hasOthers, passing }: Explanation): string[] {
  if (passing === null) return ['No order decides: every complete schedule fails.'];
  if (deciding === null) return ['Which orders decide was not found out.'];
  const clauses = deciding.map(clause);
  const others = hasOthers === true ? ' (Other orders tell it as well.)' : '';
  const fails = `Every schedule fails in which ${listed(clauses)}.`;
  return [fails, `${turning(deciding)}${others}`];
}

function clause(one: DecidedTold): string {
  if (one.is === 'choice') return `${one.name} comes out as ${one.value}${at(one.at)}`;
  const { before, after, meets } = one;
  const first = `${actor(before)} ${does(meets, 'first', before)}${at(before)}`;
  if (after.step === null)
    return `${first} while ${after.context} has not yet come to ${quotedCode(after.c)} in ${after.proc}()`;
  return `${first} before ${actor(after)} ${does(meets, 'second', after)}${at(after)}`;
}

/** What an event does to what they meet in. */
function does(meets: Meets, which: 'first' | 'second', { c }: StepTold): string {
  const { what, isLock, isLife } = meets;
  if (what === null || isLock) return `does ${quotedCode(c)}`;
  if (isLife) return meets[which] === 'reads' ? `touches ${what}` : `does ${quotedCode(c)}`;
  if (meets[which] === 'reads') return `looks at ${which === 'second' ? 'it' : what}`;
  return `changes ${which === 'second' ? 'it' : what}`;
}

/** What becomes of it without them. */
function turning(deciding: readonly DecidedTold[]): string {
  const turned = deciding.filter((one) => one.is === 'order' && one.isTurned).length;
  const [it, them] = ['that order', 'one of these'];
  const which = deciding.length === 1 ? (deciding[0]?.is === 'choice' ? 'that' : it) : them;
  if (turned === deciding.length) return `With ${which} the other way round it can pass.`;
  return turned === 0
    ? `Without ${which} it can pass.`
    : `Without one of these, or with one the other way round, it can pass.`;
}

function passes({ passing }: Explanation): string[] {
  if (passing === null) return [];
  const { distance, violates, leftOut } = passing;
  const put = passing.is.filter((is) => is === 'put in').length;
  const changes = [count(leftOut.length, 'step', ' left out'), count(put, 'step', ' put in')].filter(
    (one) => one !== '',
  );
  const which = distance === null ? 'A schedule that passes' : 'The nearest schedule that passes';
  const differs = changes.length === 0 ? 'ends as this one goes on' : `has ${listed(changes)}`;
  const other =
    violates.length === 0 ? '' : ` It violates ${listed(violates)} instead, as every schedule violates something.`;
  const near = distance === null ? ' (There are too many to find the nearest.)' : '';
  return [`${which} ${differs}: ${parting(passing)}.${other}${near}`];
}

/** Where the passing schedule leaves the failing one. */
function parting({ steps, is, leftOut }: PassingTold): string {
  const other = is.findIndex((one) => one !== 'kept');
  const same = Math.min(other < 0 ? steps.length : other, (leftOut[0] ?? Number.POSITIVE_INFINITY) - 1);
  const next = steps[same];
  if (next === undefined) return `it ends after step ${same}`;
  const [statement] = next.statements;
  const what = `${next.context} does ${quotedCode(statement?.c ?? next.step)} in ${statement?.proc}()${chances(next)}`;
  return same === 0 ? `at first ${what}` : `after step ${same} ${what}`;
}

const chances = ({ choices }: NarratedStep): string =>
  choices.length === 0 ? '' : `, where ${listed(choices.map(({ name, value }) => `${name} comes out as ${value}`))}`;

function noReturn({ noReturn: { step, stepWithChoices }, passing }: Explanation): string[] {
  if (passing === null) return [];
  const whole = `${capital(afterStep(step))} no schedule passes any more`;
  if (step === stepWithChoices) return [`${whole}.`];
  return [`${whole}; with the chances as they came, none does ${afterStep(stepWithChoices)}.`];
}

const afterStep = (step: number): string => (step === 0 ? 'from the start' : `after step ${step}`);
const capital = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1);

/** Paths, and no probability. */
function share({ share: counted }: Explanation): string[] {
  if (counted === null) return [];
  const [failing, all] = [BigInt(counted.failing), BigInt(counted.all)];
  const passing = all - failing;
  const which =
    passing === 0n
      ? `All ${rounded(all)}`
      : passing < failing
        ? `All but ${rounded(passing)} of ${rounded(all)}`
        : `${rounded(failing)} of ${rounded(all)}`;
  if (all === 1n) return ['The only complete schedule fails.'];
  const one = all / failing;
  const about = one < 2n ? '' : `, about 1 in ${rounded(one)}`;
  return [`${which} complete schedules fail${about}: paths counted, not a probability.`];
}

/** What is not there any more is on no slice. */
export function removed({ removed: all }: Pick<Explanation, 'removed'>): string[] {
  if (all.length === 0) return [];
  const told = all.map(({ proc, at: place, c }) => `${quotedCode(c)} in ${proc}() (${place})`);
  return [`The schedule passes what the patch takes out: ${listed(told)}.`];
}

function hunks({ hunks: names }: Explanation): string[] {
  if (names.length === 0) return [];
  return [`On the way: ${names.length === 1 ? 'hunk' : 'hunks'} ${listed(names)} of the patch.`];
}

const count = (n: number, what: string, how: string): string =>
  n === 0 ? '' : `${n} ${what}${n === 1 ? '' : 's'}${how}`;

export function listed(parts: readonly string[]): string {
  if (parts.length < 2) return parts.join('');
  return `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`;
}

const MOST_DIGITS = 6;

/** `12,345`, or `1.2e14`. */
function rounded(n: bigint): string {
  const digits = `${n}`;
  if (digits.length <= MOST_DIGITS) return digits.replaceAll(/\B(?=(\d{3})+$)/g, ',');
  return `${digits[0]}.${digits[1]}e${digits.length - 1}`;
}

const ended = (text: string): string => (/[.!?]$/.test(text) ? text : `${text}.`);
