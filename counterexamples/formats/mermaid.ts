/**
 * A counterexample as a sequence diagram of Mermaid: a note for each step that matters, and arrows from cause to effect where one
 * context does something to another. A dashed arrow is an order that decides: what it comes from was first.
 */
import { visible } from '../../model/diagnostics/visible.ts';
import type { DecidedTold, Explanation } from '../explain/explanation.ts';
import { showChange, showChoice, showLook } from '../lanes.ts';
import type { NarratedStep, ShowValue } from '../narrate.ts';
import { shownOf, valuesOf } from './folded.ts';
import { briefCode } from '../brief-code.ts';
import { type RenderedSchedule, unnumbered } from './subject.ts';
import { titleOf } from './title.ts';

/** Characters of a line, as they are drawn. */
const WIDEST = 80;
/** Notes of steps; more make a diagram that nobody reads, and that viewers refuse to draw. */
const MOST_NOTES = 60;
const BREAK = '<br/>';

export const mermaid = (rendered: RenderedSchedule): string => new Diagram(rendered).text();

interface Arrow {
  readonly from: string;
  readonly to: string;
  readonly line: '->>' | '-->>';
  readonly label: string;
  /** The index of the step in front of whose note it stands; the number of steps: it stands at the end. */
  readonly at: number;
}

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
      for (const { from, to, line, label, at } of arrows)
        if (at === nth) out.push(`${idOf(from)}${line}${idOf(to)}: ${drawn(label)}`);
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

  private arrows(): Arrow[] {
    const { explanation } = this.of;
    if (explanation === null) return [];
    const arrows = [...this.causes(explanation), ...(explanation.deciding ?? []).flatMap((one) => this.order(one))];
    const byText = new Map(arrows.map((arrow) => [JSON.stringify(arrow), arrow]));
    return [...byText.values()].filter(({ from, to }) => from !== to);
  }

  /** From each statement that is shown to those of others that got data from it, or could go on by it. */
  private causes({ statements, only }: Explanation): Arrow[] {
    const { steps } = this.of;
    return steps.flatMap(({ context }, nth) =>
      (this.shown[nth] ?? []).flatMap((i) =>
        (statements[nth]?.[i]?.because ?? []).flatMap(({ is, what, step }): Arrow[] => {
          const effect = step === null ? undefined : steps[step];
          if (effect === undefined || step === null || (is !== 'data' && is !== 'enabling')) return [];
          if (this.leftOut.has(nth) || this.leftOut.has(step)) return [];
          return [{ from: context, to: effect.context, line: '->>', label: unnumbered(what ?? is, only), at: step }];
        }),
      ),
    );
  }

  private order(one: DecidedTold): Arrow[] {
    if (one.is === 'choice') return [];
    const { before, after, meets } = one;
    const what = meets.what === null ? '' : `: ${meets.what}`;
    const never = after.step === null ? `, and ${after.proc}() never comes to ${briefCode(after.c)}` : '';
    const at = after.step === null ? this.of.steps.length : after.step - 1;
    return [{ from: before.context, to: after.context, line: '-->>', label: `before${what}${never}`, at }];
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

/** What a statement did, where nothing says what of it matters. */
function allValues({ statements, choices, changes, looks }: NarratedStep, nth: number, showValue: ShowValue): string[] {
  const { locals = null } = statements[nth] ?? {};
  const own = locals === null ? [] : [locals];
  if (nth > 0) return own;
  return [
    ...own,
    ...choices.map((choice) => showChoice(choice, showValue)),
    ...changes.map(showChange),
    ...looks.map(showLook),
  ];
}

const leftOutTold = (steps: number): string | null =>
  steps === 0 ? null : `${steps} more ${steps === 1 ? 'step is' : 'steps are'} left out`;

/** What may mean something to Mermaid: `;` and `#` end a text, `%%` begins a comment, `$$` a formula, `<` a tag, `wrap:` an order. */
const SPECIAL = /[^\p{L}\p{N} _.,:()=+\-/'→…?!✗]|(?<=wrap):|:(?! )/giu;

/** Text in one line that Mermaid draws as it stands. */
function drawn(text: string): string {
  const chars = Array.from(visible(text));
  const cut = chars.length <= WIDEST ? chars : [...chars.slice(0, WIDEST - 1), '…'];
  return cut.join('').replaceAll(SPECIAL, (char) => `#${char.codePointAt(0)};`);
}
