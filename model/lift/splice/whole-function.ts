/**
 * A function made anew of its text, where all of it is at hand: statement by statement, but for those of which no steps can be made, whose
 * steps stay. What is tried is what has steps, and what gives a local of the C its value; what the model leaves out for a reason stays so.
 */
import type { AnyProc } from '../../core/index.ts';
import type { SourceFile } from '../../source/source-file.ts';
import { type SkeletonLine, withHunksShown } from '../../source/with-hunks.ts';
import { stepsAtFor } from '../../source/steps-at.ts';
import { baseProcs, kernelNames } from '../base-names.ts';
import type { CParser } from '../c/index.ts';
import { type BaseFlow, type FlowGraph, type FlowNode, type FlowTarget, patchedFlow } from '../flow/index.ts';
import { splicedFunction, type SplicedFunction } from './base-function.ts';
import type { HeldLocals } from './function-locals.ts';
import { reachedNodes, spliceGroups } from './statement-groups.ts';
import {
  bareDeclarations,
  namesIn,
  sameLines,
  statementAt,
  statementsIn,
  type Unit,
  compilableUnits,
  type WholeInput,
  writtenBy,
} from './units.ts';

/** `shown`: with the text of these lines. Null: that cannot be read. */
type Splice = (shown: ReadonlySet<number>, held: HeldLocals) => Made | null;

interface Made {
  readonly lines: readonly SkeletonLine[];
  readonly spliced: SplicedFunction;
}

export interface WholeFunction {
  /** Null: none of it can be made anew. */
  readonly made: Made | null;
  /** Statements that have steps, and how many of them are made anew. */
  readonly statements: number;
  readonly compiled: number;
  /** Of those that stay: their first lines in 2.6.20, and why. */
  readonly stays: readonly { readonly line: number; readonly why: string }[];
}

const stepsAt = stepsAtFor([...baseProcs.values()]);

/**
 * Null: there is no text of it. `spliceBase` puts nothing over the function, `splicePatch` the patch: what can be made anew is found out
 * without it, so that what goes wrong with it is its doing.
 */
export function madeWhole(
  parser: CParser,
  flow: BaseFlow,
  proc: AnyProc,
  source: SourceFile,
  spliceBase: Splice,
  splicePatch?: Splice,
): WholeFunction | null {
  const { modelled } = flow;
  const [from, to] = modelled.lines;
  const all = new Set(Array.from({ length: to - from + 1 }, (_, nth) => from + nth));
  const text = source.texts === undefined ? null : withHunksShown(source, modelled, [], all);
  if (text?.ok !== true) return null;
  const input: WholeInput = {
    flow,
    modelled,
    groups: spliceGroups(flow, proc),
    text: text.lines,
    isElsewhere(line) {
      const account = stepsAt(source, line);
      return account.is === 'steps' && !account.steps.some((step) => step.startsWith(`${proc.name}.`));
    },
  };
  const statements = new StatementByStatement(input, patchedFlow(parser, modelled, text.lines).graph, spliceBase);
  const whole = statements.ofBase();
  if (whole?.made === undefined || whole.made === null || splicePatch === undefined) return whole;
  return { ...whole, made: statements.patched(splicePatch) };
}

const kernel = kernelNames([], new Map());

/** Puts no patch over a function. */
export const baseSplice =
  (parser: CParser, flow: BaseFlow, proc: AnyProc, source: SourceFile): Splice =>
  (shown, held) => {
    const { modelled } = flow;
    const text = withHunksShown(source, modelled, [], shown);
    if (!text.ok) return null;
    const { lines } = text;
    const input = { parser, kernel, proc, flow, modelled, lines, macros: [], removedDeclarations: [] };
    const lineOf = baseLines(lines);
    const baseOf = (at: number) => lineOf.get(at) ?? 0;
    return { lines, spliced: splicedFunction({ ...input, baseOf, changed: new Set(), held }) };
  };

class StatementByStatement {
  private readonly input: WholeInput;
  private readonly splice: Splice;
  /** Of the text, by the lines of 2.6.20 that they begin on. */
  private readonly nodes = new Map<number, FlowNode[]>();
  private readonly reached: ReadonlySet<FlowTarget>;
  private readonly withSteps: readonly Unit[];
  /** What is made anew, as far as is known. */
  private units: Unit[] = [];
  /** What the model leaves out, and the patch leads to. */
  private readonly leftOut: Unit[] = [];
  private readonly why = new Map<Unit, string>();

  constructor(input: WholeInput, graph: FlowGraph, splice: Splice) {
    this.input = input;
    this.splice = splice;
    const baseOf = baseLines(input.text);
    for (const node of graph.nodes) {
      const line = baseOf.get(node.at.line) ?? 0;
      this.nodes.set(line, [...(this.nodes.get(line) ?? []), node]);
    }
    this.reached = reachedNodes(input.flow, input.groups);
    const all = compilableUnits(input, this.reached, (line: number) => this.writtenAt(line).length > 0);
    this.withSteps = all.flatMap(({ unit }) => (unit.hasSteps ? [unit] : []));
    for (const { unit, isWider } of all)
      if (isWider) this.why.set(unit, 'its steps do more than what stands there');
      else this.units.push(unit);
  }

  /** Of 2.6.20 as it is: leaves out what cannot be made anew, until all that is left can. */
  ofBase(): WholeFunction | null {
    while (this.units.some(({ hasSteps }) => hasSteps)) {
      const made = this.splice(this.shown(), this.held());
      if (made === null) return null;
      const bad = this.failed(made);
      if (bad.length === 0) return this.told(made);
      this.units = this.units.filter((unit) => !bad.includes(unit));
    }
    return this.told(null);
  }

  /** The same statements under a patch, whatever that makes of them, with what the model leaves out and the patch leads to. */
  patched(splice: Splice): Made | null {
    for (;;) {
      const made = splice(this.shown(), this.held());
      const further = made === null ? [] : this.leftOutBehind(made);
      if (further.length === 0) return made;
      this.units.push(...further);
      this.leftOut.push(...further);
    }
  }

  private namesAt(line: number): string[] {
    return (this.nodes.get(line) ?? []).flatMap(namesIn);
  }

  private writtenAt(line: number): string[] {
    return (this.nodes.get(line) ?? []).flatMap(writtenBy);
  }

  private shown(): ReadonlySet<number> {
    const declarations = bareDeclarations(this.input, this.nodes);
    return new Set([...declarations, ...this.units.flatMap(({ lines }) => Array.from(lines))]);
  }

  private held(): HeldLocals {
    const { flow } = this.input;
    const shown = this.shown();
    const stays = flow.graph.nodes.flatMap(({ at }, node) =>
      this.reached.has(node) && !shown.has(at.line) ? [{ line: at.line, hasSteps: flow.stepsAt(node).length > 0 }] : [],
    );
    return {
      // What no step stands for reads nothing.
      reads: new Set(stays.flatMap(({ line, hasSteps }) => (hasSteps ? this.namesAt(line) : []))),
      writes: new Set(stays.flatMap(({ line }) => this.writtenAt(line))),
    };
  }

  /** Those of which no steps can be made. */
  private failed({ lines, spliced }: Made): Unit[] {
    const baseOf = baseLines(lines);
    const traps = spliced.traps.filter(({ leadsTo }) => leadsTo === undefined);
    return this.units.filter((unit) => {
      const trap = traps.find(({ line }) => unit.lines.has(baseOf.get(line) ?? 0));
      if (trap !== undefined) this.why.set(unit, trap.why);
      return trap !== undefined;
    });
  }

  /** Statements that new code of the patch leads to, or what is made anew for it. */
  private leftOutBehind({ lines, spliced }: Made): Unit[] {
    const { modelled } = this.input;
    const isKnown = (unit: Unit) => [...this.units, ...this.leftOut].some((one) => sameLines(one, unit));
    const unitAt = (line: number): Unit => ({ lines: new Set(statementAt(modelled, line)), hasSteps: false });
    const asked = [...spliced.asked].map(unitAt).filter((unit) => !isKnown(unit));
    if (asked.length > 0) return asked;
    const isForPatch = ({ origin }: SkeletonLine) =>
      origin.is === 'added' || this.leftOut.some((unit) => unit.lines.has(origin.base));
    const forPatch = new Set(lines.filter(isForPatch).map(({ at }) => at));
    return spliced.traps.flatMap(({ line, leadsTo }) => {
      if (leadsTo === undefined || !forPatch.has(line)) return [];
      const unit = unitAt(leadsTo);
      return isKnown(unit) ? [] : [unit];
    });
  }

  private told(made: Made | null): WholeFunction {
    const { modelled } = this.input;
    const count = (units: readonly Unit[]) =>
      statementsIn(
        modelled,
        units.flatMap(({ lines }) => Array.from(lines)),
      );
    const isMade = (unit: Unit) => this.units.includes(unit);
    return {
      made,
      statements: count(this.withSteps),
      compiled: made === null ? 0 : count(this.withSteps.filter(isMade)),
      stays: this.withSteps.flatMap((unit) =>
        isMade(unit) ? [] : [{ line: Math.min(...unit.lines), why: this.why.get(unit) ?? '' }],
      ),
    };
  }
}

const baseLines = (lines: readonly SkeletonLine[]): ReadonlyMap<number, number> =>
  new Map(lines.flatMap(({ at, origin }) => (origin.is === 'added' ? [] : [[at, origin.base] as const])));
