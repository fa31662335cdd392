/** What a patch adds outside of functions: functions, macros, fields and bits. */
import { type CIssue, type CParser, type FileItem, type Macro, macroOf, parseFragment } from './c/index.ts';
import type { DiffLine } from '../diffs/index.ts';
import { BLANK, type Fate, isBlank } from './accounts.ts';
import { functionMeanings } from './prelude/functions.ts';
import { constantMeaning } from './prelude/constants.ts';
import { structMeanings } from './prelude/structs.ts';
import { asSource, type PatchedFile, type PatchLine } from './patched-file.ts';

export type FunctionItem = Extract<FileItem, { kind: 'function' }>;

export interface AddedField {
  readonly pool: string;
  readonly name: string;
  /** How the module declares it: `value('long').racy()`. */
  readonly declared: string;
  readonly line: PatchLine;
}

export interface AddedFunction {
  readonly item: FunctionItem;
  readonly path: string;
  /** The line of 2.6.20 in front of which it is put. */
  readonly base: number;
}

export interface Added {
  readonly macros: readonly Macro[];
  readonly fields: readonly AddedField[];
  readonly functions: readonly AddedFunction[];
  /** Lines are numbered as the patch's are. */
  readonly issues: readonly CIssue[];
}

type Say = (line: DiffLine, fate: Fate) => void;

/** A bit of ki_flags. */
const FLAG = /^KIF_[A-Z_]+$/;

/** Macros first: what is read then has them. */
export function addedBy(parser: CParser, files: readonly PatchedFile[], say: Say): Added {
  const runs = files.flatMap(({ added }) => added.map((run) => run.filter(isOutside)).filter((run) => run.length > 0));
  const macros: Macro[] = [];
  const fields: AddedField[] = [];
  for (const run of runs)
    for (const { item, lines } of itemsOf(parser, run, []).read)
      if (item.kind === 'define') sayAll(lines, defined(item, macros, fields, lines[0] as PatchLine), say);
  const functions: AddedFunction[] = [];
  const issues: CIssue[] = [];
  for (const run of runs) {
    const first = run[0] as PatchLine;
    const { read, issues: found } = itemsOf(parser, run, macros);
    issues.push(...found);
    for (const { item, lines } of read)
      if (item.kind === 'function') functions.push({ item, path: first.path, base: first.base });
      else if (item.kind === 'member') sayAll(lines, member(item, first.struct ?? '', fields, lines[0] ?? first), say);
      else if (item.kind in WHY) sayAll(lines, { is: 'nothing', why: WHY[item.kind as keyof typeof WHY] }, say);
    for (const { line } of run) if (isBlank(line)) say(line, BLANK);
  }
  return { macros, fields, functions, issues };
}

const isOutside = (line: PatchLine): boolean => line.function === null;

const sayAll = (lines: readonly PatchLine[], fate: Fate, say: Say) =>
  lines.forEach(({ line }) => say(line, isBlank(line) ? BLANK : fate));

function itemsOf(parser: CParser, run: readonly PatchLine[], macros: readonly Macro[]) {
  const where = run[0]?.struct === null ? 'file' : 'struct';
  const { items, issues } = parseFragment(parser, run.map(asSource), where, { macros });
  const read = items.map((item) => ({
    item,
    lines: run.filter(({ number }) => item.at.line <= number && number <= item.at.endLine),
  }));
  return { read, issues };
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

function defined(
  item: Extract<FileItem, { kind: 'define' }>,
  macros: Macro[],
  fields: AddedField[],
  line: PatchLine,
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
  line: PatchLine,
): Fate {
  const meaning = structMeanings[struct];
  if (meaning === undefined) return { is: 'nothing', why: `struct ${struct} is not in the model` };
  const zeroed = meaning.isZeroed === true ? '.starts(0)' : '';
  const declared = item.name === null || item.array.length > 0 ? null : fieldDeclaration(item.type, item.pointers);
  if (item.name === null || declared === null)
    return { is: 'nothing', why: `the model has nothing of type ${item.type}${'*'.repeat(item.pointers)}` };
  fields.push({
    pool: meaning.pool,
    name: item.name,
    declared: declared.startsWith('value(') ? declared + zeroed : declared,
    line,
  });
  return { is: 'lifted', as: `${meaning.pool}.${item.name}` };
}
