/** Judges findings: whether what a step came upon violates a property. What was judged once, and twice at once, is remembered. */
import { type Finding, ImpurePredicate, whyNot } from '../../model/core/index.ts';
import type { Property } from './property.ts';

/** What one property made of findings. */
class Judged {
  /** By text; and by object, as a machine tells the same one again and again. */
  readonly all = new Map<string, { readonly finding: Finding; readonly violates: boolean }>();
  private readonly known = new WeakMap<Finding, boolean>();

  violates<K>(property: Property<K>, finding: Finding): boolean {
    const before = this.known.get(finding);
    if (before !== undefined) return before;
    const text = JSON.stringify(finding);
    const violates = this.all.get(text)?.violates ?? twice(property, finding);
    this.all.set(text, { finding, violates });
    this.known.set(finding, violates);
    return violates;
  }
}

const judged = new WeakMap<object, Judged>();

/**
 * What the property makes of a finding: a sentence, or null. Throws PredicateFailed where it cannot be asked, and ImpurePredicate
 * where it does not say the same again.
 */
export function judgeFinding<K>(property: Property<K>, finding: Finding): string | null {
  if (judgeOf(property, finding) === undefined) return null;
  const known = judged.get(property) ?? new Judged();
  judged.set(property, known);
  return known.violates(property, finding) ? tellFinding(finding) : null;
}

export const tellFinding = ({ is, step, context, kind, what }: Finding): string =>
  is === 'breach' ? `${step} by ${context}: ${kind} ${what}` : `${kind}:${what}`;

/** What a fresh instance of the property makes otherwise of what was judged before, in a sentence; null: nothing. */
export function judgesOtherwise<K>(property: Property<K>, fresh: Property<K>): string | null {
  for (const { finding, violates } of judged.get(property)?.all.values() ?? []) {
    try {
      if (judgeOf(fresh, finding) !== undefined && ask(fresh, finding) === violates) continue;
    } catch {
      // What it throws is no judgement either.
    }
    return impure(property, finding, 'in a fresh instance of the module it does not judge as before').message;
  }
  return null;
}

/** Undefined: the property has nothing to say of findings of that kind. */
function judgeOf<K>({ onBreach, onHalt }: Property<K>, finding: Finding): (() => boolean) | undefined {
  if (finding.is === 'trap' || finding.is === 'gap') return undefined;
  if (finding.is === 'breach') return onBreach && (() => onBreach(finding));
  return onHalt && (() => onHalt(finding));
}

function ask<K>(property: Property<K>, finding: Finding): boolean {
  try {
    return Boolean(judgeOf(property, finding)?.());
  } catch (problem) {
    throw whyNot(`property ${property.name}`, problem);
  }
}

function twice<K>(property: Property<K>, finding: Finding): boolean {
  const violates = ask(property, finding);
  if (ask(property, finding) !== violates)
    throw impure(property, finding, 'asked again at once, it does not judge as before');
  return violates;
}

const impure = <K>({ name }: Property<K>, finding: Finding, why: string): ImpurePredicate =>
  new ImpurePredicate(
    `property ${name}: ${finding.is === 'breach' ? 'onBreach' : 'onHalt'} depends on more than the finding ` +
      `(${tellFinding(finding)}): ${why}`,
  );
