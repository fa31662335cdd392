/**
 * A counterexample in Markdown (CommonMark, as GitHub has it): for a bug report, a pull request, the notes of a commit. What is wrong
 * and what decides as text, the schedule in a fenced block, the command that replays it in another.
 */
import { visible } from '../../model/diagnostics/visible.ts';
import { details, summary } from '../explain/sentences.ts';
import { lanes, type Style } from '../lanes.ts';
import { folded } from './folded.ts';
import type { RenderedSchedule } from './subject.ts';
import { titleOf } from './title.ts';

/** Columns of the schedule: what fits the width of a comment on GitHub. */
const WIDTH = 100;

const same = (text: string): string => text;
const plain: Style = { bold: same, dim: same, red: same, cyan: same };

export function markdown(rendered: RenderedSchedule): string {
  const { scenario, property, message, explanation, replay } = rendered;
  const sentences = explanation === null || message === null ? [message ?? ''] : summary(explanation, message);
  const list = explanation === null ? [] : details(explanation);
  return [
    `## ${inline(titleOf(rendered))}`,
    property === null ? '' : `Scenario: ${inline(scenario)}`,
    ...sentences.map(paragraph),
    list.map((sentence) => `- ${paragraph(sentence)}`).join('\n'),
    schedule(rendered),
    replay === null ? '' : fenced('sh', visible(replay)),
  ]
    .filter((block) => block !== '')
    .join('\n\n');
}

/** Folded; where nothing says what matters, all of it, which a reader opens. */
function schedule({ steps, explanation, showValue }: RenderedSchedule): string {
  const options = { width: WIDTH, style: plain, showValue };
  if (explanation !== null) return fenced('text', folded(steps, explanation, options));
  const all = `${steps.length} ${steps.length === 1 ? 'step' : 'steps'}`;
  return `<details>\n<summary>The whole schedule: ${all}</summary>\n\n${fenced('text', lanes(steps, options))}\n\n</details>`;
}

const SHORTEST_FENCE = 3;

/** A block that nothing within ends: its fence is longer than any row of backticks there. */
export function fenced(language: string, text: string): string {
  const longest = Math.max(0, ...(text.match(/`+/g) ?? []).map(({ length }) => length));
  const fence = '`'.repeat(Math.max(SHORTEST_FENCE, longest + 1));
  return `${fence}${language}\n${text}\n${fence}`;
}

/** Code within a sentence; what has a backtick within is none. */
const CODE = /(?<!`)(`[^`]+`)(?!`)/;

/** Text that is read as it stands, but for code between backticks. */
export const inline = (text: string): string =>
  visible(text.trim())
    .split(CODE)
    .map((part, nth) => (nth % 2 === 1 ? part : escaped(part)))
    .join('');

/** The same at the start of a line, where a number or a dash would begin a list. */
export const paragraph = (text: string): string =>
  inline(text)
    .replace(/^[-+=]/, String.raw`\$&`)
    .replace(/^(\d+)(?=[.)](?:\s|$))/, '$1\\');

const ENTITIES: Readonly<Record<string, string>> = { '<': '&lt;', '>': '&gt;', '&': '&amp;' };

/** An underscore within a word means nothing; an address becomes a link without a mark. */
const SPECIAL = /[\\`*[\]#~|$!]|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])|(?<=www)\.|:(?=\/\/)/giu;

const escaped = (text: string): string =>
  text.replaceAll(SPECIAL, String.raw`\$&`).replaceAll(/[<>&]/g, (char) => ENTITIES[char] ?? char);
