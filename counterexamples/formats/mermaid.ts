/**
 * A counterexample as a sequence diagram of Mermaid: a note for each step that matters, and arrows from cause to effect where one
 * context does something to another. A dashed arrow is an order that decides: what it comes from was first.
 */
import { visible } from '../../model/diagnostics/visible.ts';
import { type Arrow, arrowsOf } from '../explain/arrows.ts';
import type { NarratedStep } from '../narrate.ts';
import { allValues, shownOf, valuesOf } from './folded.ts';
import { briefCode } from '../brief-code.ts';
import { type RenderedSchedule, unnumbered } from './subject.ts';
import { titleOf } from './title.ts';

/** Characters of a line, as they are drawn. */
const WIDEST = 80;
/** Notes of steps; more make a diagram that nobody reads, and that viewers refuse to draw. */
const MOST_NOTES = 60;
const BREAK = '<br/>';

const drawnOf = ({ from, to, toStep, label }: Arrow): string => JSON.stringify([from, to, toStep, label]);

/** By what an arrow is. */
const LINES = { cause: '->>', order: '-->>' } as const;

export const mermaid = (rendered: RenderedSchedule): string => new Diagram(rendered).text();

class Diagram {
  private readonly of: RenderedSchedule;
  /** By step, the numbers of the statements that are shown. */
  private readonly shown: readonly (readonly number[])[];
  /** Indices of the steps that have a note, and of those for which there is no room. */
  private readonly noted: ReadonlySet<number>;
  private readonly leftOut: ReadonlySet<number>;

  constructor(of: RenderedSchedule) {
    this.of = of;
    const { steps, explanation } = of;
    this.shown =
      explanation === null ? steps.map(({ statements }) => statements.map((_, i) => i)) : shownOf(steps, explanation);
    const all = steps.flatMap((_, nth) => ((this.shown[nth]?.length ?? 0) > 0 ? [nth] : []));
    // Those that decide or are wrong first, and then the latest.
    const ranked = all.toSorted((a, b) => Number(this.isCore(b)) - Number(this.isCore(a)) || b - a);
    this.noted = new Set(ranked.slice(0, MOST_NOTES));
    this.leftOut = new Set(ranked.slice(MOST_NOTES));
  }

  text(): string {
    const { steps, message } = this.of;
    const arrows = this.arrows();
    const contexts = this.contexts(arrows);
    const idOf = (context: string): string => `c${contexts.indexOf(context)}`;
    const out = contexts.map((context) => `participant ${idOf(context)} as ${drawn(context)}`);
    for (let nth = 0; nth <= steps.length; nth++) {
      for (const arrow of arrows)
        if ((arrow.toStep ?? steps.length) === nth)
          out.push(`${idOf(arrow.from)}${LINES[arrow.is]}${idOf(arrow.to)}: ${drawn(this.labelOf(arrow))}`);
      const step = steps[nth];
      if (step !== undefined && this.noted.has(nth))
        out.push(`Note over ${idOf(step.context)}: ${this.note(step, nth).map(drawn).join(BREAK)}`);
    }
    const whole = contexts.length < 2 ? 'c0' : `c0,c${contexts.length - 1}`;
    const end = [message, leftOutTold(this.leftOut.size)].filter((one) => one !== null);
    if (contexts.length > 0) out.push(...end.map((text) => `Note over ${whole}: ${drawn(text)}`));
    return ['sequenceDiagram', `title ${drawn(titleOf(this.of))}`, ...out].join('\n    ');
  }

  /** It decides, is wrong, came upon something, or took a chance that went wrong. */
  private isCore(nth: number): boolean {
    const { steps, explanation } = this.of;
    const { findings = [], faults = 0 } = steps[nth] ?? {};
    const told = explanation?.statements[nth] ?? [];
    const decides = told.some(({ because }) => because.some(({ is }) => is === 'order' || is === 'wrong'));
    return decides || findings.length > 0 || faults > 0;
  }

  /** In the order in which they appear. */
  private contexts(arrows: readonly Arrow[]): string[] {
    const noted = this.of.steps.flatMap(({ context }, nth) => (this.noted.has(nth) ? [context] : []));
    return [...new Set([...noted, ...arrows.flatMap(({ from, to }) => [from, to])])];
  }

  private arrows(): readonly Arrow[] {
    const { steps, explanation } = this.of;
    if (explanation === null) return [];
    const isDrawn = ({ is, fromStep, toStep }: Arrow): boolean =>
      is === 'order' || (!this.leftOut.has(fromStep) && (toStep === null || !this.leftOut.has(toStep)));
    const arrows = arrowsOf(steps, this.shown, explanation).filter(isDrawn);
    // Two statements of a step that do the same to another are one arrow.
    return [...new Map(arrows.map((arrow) => [drawnOf(arrow), arrow])).values()];
  }

  /** A cause is told without the numbers of objects that are the only ones. */
  private labelOf({ is, label }: Arrow): string {
    return is === 'cause' ? unnumbered(label, this.of.explanation?.only) : label;
  }

  /** Its lines: the functions, the statements that are shown, and below each what it saw or changed. */
  private note(step: NarratedStep, nth: number): string[] {
    const { explanation, showValue } = this.of;
    const lines: string[] = [];
    let within = '';
    for (const i of this.shown[nth] ?? []) {
      const statement = step.statements[i];
      const told = explanation?.statements[nth]?.[i];
      if (statement === undefined) continue;
      const values =
        told === undefined
          ? allValues(step, i, showValue)
          : valuesOf(step, i, told, showValue, explanation?.ours ?? []);
      if (statement.proc !== within) lines.push(`${statement.proc}()`);
      within = statement.proc;
      lines.push(briefCode(statement.c), ...inOne(values.map((one) => unnumbered(one, explanation?.only))));
    }
    const [first = step.step, ...more] = lines;
    return [`${nth + 1} ${first}`, ...more, ...step.findings.map(({ kind, what }) => `${kind}: ${what}`)];
  }
}

/** In one line, if they fit. */
function inOne(values: readonly string[]): readonly string[] {
  const line = values.join(', ');
  return values.length > 0 && line.length <= WIDEST ? [line] : values;
}

const leftOutTold = (steps: number): string | null =>
  steps === 0 ? null : `${steps} more ${steps === 1 ? 'step is' : 'steps are'} left out`;

/** What may mean something to Mermaid: `;` and `#` end a text, `%%` begins a comment, `$$` a formula, `<` a tag, `wrap:` an order. (With the flag `i` a mark that folds to a letter would be taken for one.) */
const SPECIAL = /[^\p{L}\p{N} _.,:()=+\-/'→…?!✗]|(?<=[Ww][Rr][Aa][Pp]):|:(?! )/gu;

/** Text in one line that Mermaid draws as it stands. */
function drawn(text: string): string {
  const chars = Array.from(visible(text));
  const cut = chars.length <= WIDEST ? chars : [...chars.slice(0, WIDEST - 1), '…'];
  return cut.join('').replaceAll(SPECIAL, (char) => `#${char.codePointAt(0)};`);
}
