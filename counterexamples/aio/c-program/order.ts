/** The order in which a trace's schedule fails, for the comment in front of the program: what to hold up in the kernel, and where. */
import { visible } from '../../../model/diagnostics/visible.ts';
import { briefCode } from '../../brief-code.ts';
import type { DecidedTold, StepTold } from '../../explain/explanation.ts';
import { fileOf, type NarratedStep } from '../../narrate.ts';
import { rowsOf } from '../../formats/mail-rows.ts';
import type { RenderedSchedule } from '../../formats/subject.ts';
import { titleOf } from '../../formats/title.ts';

/** More switches are hard to hit, and to read. */
const MOST_SWITCHES = 40;

const HELD_UP =
  'Hit by chance an order takes many runs. A delay widens its window: mdelay(5) in the kernel under test where it says so below (udelay ' +
  'in an interrupt), or a kprobe there whose handler does it.';

/** Paragraphs. */
export function orderInComment(rendered: RenderedSchedule): string[] {
  const { steps, message, explanation, showValue } = rendered;
  const title = visible(`${titleOf(rendered)}${message === null ? '' : `: ${message}`}.`);
  if (explanation === null)
    return [
      `${title} The schedule, where it goes from one context to another (lines of 2.6.20):\n${switches(steps)}`,
      HELD_UP,
    ];
  const rows = rowsOf(steps, explanation, showValue).map(
    ({ context, isAtomic, proc, at, code, notes, mark }) =>
      line(context, isAtomic, proc, at, code) +
      (notes.length === 0 ? '' : ` [${notes.join(', ')}]`) +
      (mark === null ? '' : ` *** ${mark} ***`),
  );
  return [
    `${title} The order to hit (lines of 2.6.20):\n${numbered(rows)}`,
    `${HELD_UP}${(explanation.deciding ?? []).map((one) => `\n${heldUp(one)}`).join('')}`,
  ];
}

const line = (context: string, isAtomic: boolean, proc: string, at: string, code: string): string =>
  `${context}${isAtomic ? ' (irq)' : ''}, ${proc}() ${at}: ${code}`;

const numbered = (rows: readonly string[]): string => rows.map((row, nth) => ` ${nth + 1} ${visible(row)}`).join('\n');

const statement = ({ context, proc, at, c }: StepTold): string =>
  visible(`${context} at ${briefCode(c)} (${proc}(), ${at})`);

function heldUp(one: DecidedTold): string {
  if (one.is === 'choice') return ` - ${one.name} has to come out as ${one.value}: see the fault above.`;
  return ` - hold up ${statement(one.after)}\n   until ${statement(one.before)} is done`;
}

/** The first statement of each stretch of one context, and the chances that went wrong on it. */
function switches(steps: readonly NarratedStep[]): string {
  const rows: string[] = [];
  for (const [nth, step] of steps.entries()) {
    const [first] = step.statements;
    const isSwitch = step.context !== steps[nth - 1]?.context;
    if (first === undefined || (!isSwitch && step.faults === 0)) continue;
    const chances = step.choices.map(({ name, value }) => ` [${name} = ${value}]`).join('');
    rows.push(
      `${line(step.context, false, first.proc, `${fileOf(first.at)}:${first.line}`, briefCode(first.c))}${chances}`,
    );
  }
  const shown = rows.slice(0, MOST_SWITCHES);
  return `${numbered(shown)}${rows.length > shown.length ? `\n and ${rows.length - shown.length} more` : ''}`;
}
