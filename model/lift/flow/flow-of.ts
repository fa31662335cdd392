/** Makes the graph of a function's control flow of its tree. */
import type { Issue } from '../../core/issues/issue.ts';
import type { Extent, Expression, Item } from '../c/index.ts';
import { END, type FlowGraph, type FlowNode, type FlowTarget } from './graph.ts';

export type FlowIssueCode =
  /** A goto to a label that there is not, or that there is twice. */
  | 'flow-label'
  /** A break, continue or case that stands in nothing that it could belong to. */
  | 'flow-outside';

export interface FlowIssue extends Issue<FlowIssueCode> {
  /** As the lines of the tree are numbered. */
  readonly line: number;
}

export interface FlowOptions {
  /** The name that gotos are to know a label by: two names of one label are made one. */
  readonly labelOf?: (name: string) => string;
}

/** A place that may not be known yet: a number is filled in, or another place that it is the same as. */
interface Cell {
  is: Cell | number | null;
}

type Numbered<N> = N extends unknown ? { [K in keyof N]: N[K] extends FlowTarget ? Cell : N[K] } : never;
type Draft =
  | Numbered<Exclude<FlowNode, { does: 'switch' }>>
  | { does: 'switch'; at: Extent; subject: Expression; cases: { value: Expression; to: Cell }[]; otherwise: Cell };

interface Surroundings {
  /** Where a break leads, a continue; null: there is nothing to break. */
  readonly breaksTo: Cell | null;
  readonly continuesTo: Cell | null;
  readonly cases: { value: Expression | null; to: Cell }[] | null;
}

/**
 * `items`: the body of a function. A statement that could not be read is a node like any other. What declares, and computes nothing, is
 * one too; labels, braces and `;` are none. Where there are issues, what they are about leads to the end of the function.
 */
export function flowOf(
  items: readonly Item[],
  { labelOf = (name) => name }: FlowOptions = {},
): { readonly graph: FlowGraph; readonly issues: readonly FlowIssue[] } {
  const drawing = new Drawing(labelOf);
  const entry = drawing.sequence(items, { is: END }, { breaksTo: null, continuesTo: null, cases: null });
  return { graph: drawing.graph(entry), issues: drawing.issues.toSorted((a, b) => a.line - b.line) };
}

/** Draws from the end to the beginning, so that what follows is there when it is named. */
class Drawing {
  readonly issues: FlowIssue[] = [];
  private readonly drafts: Draft[] = [];
  private readonly labels = new Map<string, Cell>();
  private readonly gotos: { readonly name: string; readonly at: Extent; readonly to: Cell }[] = [];
  private readonly labelOf: (name: string) => string;

  constructor(labelOf: (name: string) => string) {
    this.labelOf = labelOf;
  }

  private add(draft: Draft): Cell {
    return { is: this.drafts.push(draft) - 1 };
  }

  private issue(code: FlowIssueCode, { line }: Extent, message: string, expected: string) {
    this.issues.push({ code, line, message, expected });
  }

  sequence(items: readonly Item[], next: Cell, around: Surroundings): Cell {
    return items.reduceRight((following, item) => this.item(item, following, around), next);
  }

  private item(item: Item, next: Cell, around: Surroundings): Cell {
    switch (item.kind) {
      case 'block':
        return this.sequence(item.body, next, around);
      case 'if':
        return this.branch(item, next, around);
      case 'while':
        return this.whileLoop(item, next, around);
      case 'do':
        return this.doLoop(item, next, around);
      case 'for':
        return this.forLoop(item, next, around);
      case 'macroLoop':
        return this.macroLoop(item, next, around);
      case 'switch':
        return this.selection(item, next, around);
      case 'case':
      case 'default':
        if (around.cases === null) this.issue('flow-outside', item.at, `${item.kind} outside of a switch`, 'a switch');
        around.cases?.push({ value: item.kind === 'case' ? item.value : null, to: next });
        return next;
      case 'label': {
        const name = this.labelOf(item.name);
        if (this.labels.has(name)) this.issue('flow-label', item.at, `there are two labels ${item.name}`, 'one');
        this.labels.set(name, next);
        return next;
      }
      case 'goto': {
        const to: Cell = { is: END };
        this.gotos.push({ name: item.label, at: item.at, to });
        return this.add({ does: 'jump', at: item.at, item, next: to });
      }
      case 'break':
        return this.leaving(item, around.breaksTo, 'a loop or a switch');
      case 'continue':
        return this.leaving(item, around.continuesTo, 'a loop');
      case 'return':
        return this.add({ does: 'return', at: item.at, value: item.value });
      case 'empty':
        return next;
      default:
        return this.add({ does: 'statement', at: item.at, item, next });
    }
  }

  private leaving(item: Item, to: Cell | null, expected: string): Cell {
    if (to === null) this.issue('flow-outside', item.at, `${item.kind} outside of ${expected}`, expected);
    return this.add({ does: 'jump', at: item.at, item, next: to ?? { is: END } });
  }

  private condition(expression: Expression, yes: Cell, no: Cell): Cell {
    const { at } = expression;
    if (expression.kind !== 'number') return this.add({ does: 'condition', at, expression, yes, no });
    const only = expression.value === 0n ? no : yes;
    return this.add({ does: 'condition', at, expression, yes: only, no: only });
  }

  private branch(item: Item & { kind: 'if' }, next: Cell, around: Surroundings): Cell {
    const no = item.alternative === null ? next : this.item(item.alternative, next, around);
    const yes = this.item(item.consequence, next, around);
    return this.condition(item.condition, yes, no);
  }

  private whileLoop(item: Item & { kind: 'while' }, next: Cell, around: Surroundings): Cell {
    const head: Cell = { is: null };
    const body = this.item(item.body, head, { ...around, breaksTo: next, continuesTo: head });
    head.is = this.condition(item.condition, body, next);
    return head;
  }

  private doLoop(item: Item & { kind: 'do' }, next: Cell, around: Surroundings): Cell {
    const body: Cell = { is: null };
    const tail = this.condition(item.condition, body, next);
    body.is = this.item(item.body, tail, { ...around, breaksTo: next, continuesTo: tail });
    return body;
  }

  private forLoop(item: Item & { kind: 'for' }, next: Cell, around: Surroundings): Cell {
    const { initialiser, condition, update } = item;
    const head: Cell = { is: null };
    const again: Cell = { is: null };
    const body = this.item(item.body, again, { ...around, breaksTo: next, continuesTo: again });
    again.is = update === null ? head : this.add({ does: 'update', at: update.at, expression: update, next: head });
    const at = { ...item.at, endLine: item.at.line };
    head.is = this.condition(condition ?? { kind: 'number', value: 1n, spelling: '1', at }, body, next);
    return initialiser.reduceRight<Cell>((following, one) => {
      if (one.kind !== 'expression') return this.item(one, following, around);
      return this.add({ does: 'initialiser', at: one.at, expression: one.expression, next: following });
    }, head);
  }

  private macroLoop(item: Item & { kind: 'macroLoop' }, next: Cell, around: Surroundings): Cell {
    const test: Cell = { is: null };
    const body = this.item(item.body, test, { ...around, breaksTo: next, continuesTo: test });
    test.is = this.add({ does: 'loop-test', at: item.at, item, yes: body, no: next });
    return this.add({ does: 'loop-start', at: item.at, item, next: test });
  }

  private selection(item: Item & { kind: 'switch' }, next: Cell, around: Surroundings): Cell {
    const all: { value: Expression | null; to: Cell }[] = [];
    // What stands in front of the first case is never come to.
    this.item(item.body, next, { ...around, breaksTo: next, cases: all });
    const cases = all.toReversed().flatMap(({ value, to }) => (value === null ? [] : [{ value, to }]));
    const otherwise = all.find(({ value }) => value === null)?.to ?? next;
    return this.add({ does: 'switch', at: item.subject.at, subject: item.subject, cases, otherwise });
  }

  graph(entry: Cell): FlowGraph {
    for (const { name, at, to } of this.gotos) {
      const label = this.labels.get(this.labelOf(name));
      if (label === undefined)
        this.issue('flow-label', at, `goto ${name} leads to no label`, 'a label of this function');
      else to.is = label;
    }
    const last = this.drafts.length - 1;
    // The one that was drawn last comes first.
    const placeOf = ({ is }: Cell): FlowTarget =>
      is === null || is === END ? END : typeof is === 'number' ? last - is : placeOf(is);
    const placed = (draft: Draft): FlowNode => {
      switch (draft.does) {
        case 'return':
          return draft;
        case 'condition':
        case 'loop-test':
          return { ...draft, yes: placeOf(draft.yes), no: placeOf(draft.no) };
        case 'switch': {
          const cases = draft.cases.map(({ value, to }) => ({ value, to: placeOf(to) }));
          return { ...draft, cases, otherwise: placeOf(draft.otherwise) };
        }
        default:
          return { ...draft, next: placeOf(draft.next) };
      }
    };
    return {
      nodes: this.drafts.toReversed().map(placed),
      entry: placeOf(entry),
      labels: new Map([...this.labels].map(([name, cell]) => [name, placeOf(cell)])),
    };
  }
}
