/** What a patch adds outside of functions: functions, macros, fields and bits. */
import type { CParser, FileItem, Item, Macro } from './c/index.ts';
import { type CIssue, macroOf, parseFragment } from './c/index.ts';
import { functionAt, structAt } from '../source/source-file.ts';
import { afterApplying } from '../source/applied.ts';
import type { Fate } from './accounts.ts';
import { functionMeanings } from './prelude/functions.ts';
import { constantMeaning } from './prelude/constants.ts';
import { structMeanings } from './prelude/structs.ts';
import { asSource, type NumberedLine } from './numbered.ts';
import type { PlacedDiff } from './placing.ts';

export type FunctionItem = Extract<FileItem, { kind: 'function' }>;

export interface AddedField {
  readonly pool: string;
  readonly name: string;
  /** How the module declares it: `value('long').racy()`. */
  readonly declared: string;
  readonly line: NumberedLine;
}

export interface Added {
  readonly macros: readonly Macro[];
  readonly fields: readonly AddedField[];
  readonly functions: readonly { readonly item: FunctionItem; readonly path: string; readonly base: number }[];
  /** Structs that the patch brings, which the model has nothing of. */
  readonly issues: readonly (CIssue & { readonly path: string })[];
}

/** Where each line of a diff stands, by its number. */
export interface Whereabouts {
  /** The function that it is in; null: in none. */
  readonly of: (line: NumberedLine) => string | null;
}

type Say = (line: NumberedLine, fate: Fate) => void;

/** A bit of ki_flags. */
const FLAG = /^KIF_[A-Z_]+$/;

export function addedBy(
  parser: CParser,
  diffs: readonly { readonly diff: PlacedDiff; readonly lines: readonly NumberedLine[] }[],
  say: Say,
): Added {
  const macros: Macro[] = [];
  const fields: AddedField[] = [];
  const functions: { item: FunctionItem; path: string; base: number }[] = [];
  const issues: (CIssue & { path: string })[] = [];
  for (const { diff, lines } of diffs) {
    const file = afterApplying(diff.source, diff.hunks);
    for (const run of runsOutside(diff, lines)) {
      const [first] = run.lines as [NumberedLine];
      const byNumber = new Map(run.lines.map((line) => [line.number, line]));
      const linesOf = ({ at }: Pick<Item, 'at'>) =>
        run.lines.filter(({ number }) => at.line <= number && number <= at.endLine);
      const sayOf = (item: Item, fate: Fate) => linesOf(item).forEach((line) => say(line, fate));
      const struct = run.struct;
      const read = parseFragment(parser, run.lines.map(asSource), struct === null ? 'file' : 'struct');
      issues.push(...read.issues.map((issue) => ({ ...issue, path: diff.path })));
      for (const item of read.items)
        switch (item.kind) {
          case 'function':
            functions.push({ item, path: diff.path, base: first.base });
            break;
          case 'define':
            sayOf(item, defined(item, macros, fields, byNumber.get(item.at.line) ?? first));
            break;
          case 'member':
            sayOf(item, member(item, struct ?? '', fields, byNumber.get(item.at.line) ?? first));
            break;
          case 'declaration':
          case 'prototype':
          case 'include':
          case 'typedef':
          case 'enum':
          case 'struct':
          case 'directive':
            sayOf(item, { is: 'nothing', why: WHY[item.kind] });
            break;
          default:
            sayOf(item, { is: 'nothing', why: 'it stands outside of functions' });
        }
      // What is left: comments and blank lines.
      for (const line of run.lines) if (isBlank(line)) say(line, { is: 'nothing', why: 'a comment or a blank line' });
    }
    void file;
  }
  return { macros, fields, functions, issues };
}

const WHY = {
  declaration: 'the model has no such variable',
  prototype: 'it only announces a function',
  include: 'it only includes a header',
  typedef: 'it only names a type',
  enum: 'it only names constants',
  struct: 'the model has no such struct',
  directive: 'it only directs the compiler',
} as const;

export const isBlank = ({ line }: NumberedLine): boolean =>
  /^\s*(?:\/?\*.*|\/\/.*|\*\/)?\s*$/.test(line.text) || /^\s*\/\*.*\*\/\s*$/.test(line.text);

/** Runs of new lines that are in no function, each with the struct that it is in. */
function runsOutside(
  diff: PlacedDiff,
  lines: readonly NumberedLine[],
): { readonly struct: string | null; readonly lines: readonly NumberedLine[] }[] {
  const runs: { struct: string | null; lines: NumberedLine[] }[] = [];
  let open: { struct: string | null; lines: NumberedLine[] } | null = null;
  for (const line of lines) {
    const isOutside = line.line.kind === '+' && functionOf(diff, line) === null;
    if (!isOutside) {
      open = null;
      continue;
    }
    if (open === null) {
      open = { struct: structOf(diff, line), lines: [] };
      runs.push(open);
    }
    open.lines.push(line);
  }
  return runs;
}

/** A new line is in what the lines of 2.6.20 on both sides of it are in. */
export function functionOf({ source }: PlacedDiff, { line, base }: NumberedLine): string | null {
  const here = functionAt(source, base);
  if (line.kind !== '+') return here;
  return here !== null && functionAt(source, base - 1) === here ? here : null;
}

function structOf({ source }: PlacedDiff, { base }: NumberedLine): string | null {
  const here = structAt(source, base);
  return here !== null && structAt(source, base - 1) === here ? here : null;
}

function defined(
  item: Extract<FileItem, { kind: 'define' }>,
  macros: Macro[],
  fields: AddedField[],
  line: NumberedLine,
): Fate {
  const { name } = item;
  if (Object.hasOwn(functionMeanings, name) || constantMeaning(name) !== undefined)
    return { is: 'trap', why: `${name} is defined anew, and steps that stay are made for what it was` };
  if (FLAG.test(name) && item.parameters === null) {
    fields.push({ pool: 'kiocb', name, declared: 'bool().racy().starts(false)', line });
    return { is: 'lifted', as: `kiocb.${name}` };
  }
  macros.push(macroOf(item));
  return { is: 'lifted', as: `where ${name} is used` };
}

const NUMBERS =
  /^(?:unsigned |signed |const |volatile )*(?:int|long|short|char|long long|u?int\d+_t|[us]\d+|__[us]\d+|s?size_t|loff_t|off_t|bool|unsigned|pgoff_t)(?: int)?$/;

/** How a module declares a field of that type; null: the model has no such thing. */
export function fieldDeclaration(type: string, pointers: number): string | null {
  if (pointers === 0) {
    if (type === 'spinlock_t' || type === 'rwlock_t') return 'spinlock()';
    return NUMBERS.test(type) || type === 'atomic_t' ? "value('long').racy()" : null;
  }
  const struct = /^(?:const )?struct (\w+)$/.exec(type)?.[1];
  const meaning = struct === undefined ? undefined : structMeanings[struct];
  return pointers === 1 && meaning !== undefined ? `ref('${meaning.pool}').racy()` : null;
}

function member(
  item: Extract<FileItem, { kind: 'member' }>,
  struct: string,
  fields: AddedField[],
  line: NumberedLine,
): Fate {
  const meaning = structMeanings[struct];
  if (meaning === undefined) return { is: 'nothing', why: `struct ${struct} is not in the model` };
  const declared = item.name === null || item.array.length > 0 ? null : fieldDeclaration(item.type, item.pointers);
  if (item.name === null || declared === null)
    return { is: 'nothing', why: `the model has nothing of type ${item.type}${'*'.repeat(item.pointers)}` };
  fields.push({ pool: meaning.pool, name: item.name, declared, line });
  return { is: 'lifted', as: `${meaning.pool}.${item.name}` };
}
