/** What a patch brings and takes out outside of functions, item by item. */
import { type CIssue, type CParser, type FileItem, type Item, type Macro, parseFragment } from '../c/index.ts';
import { configuration } from '../prelude/configuration.ts';
import { asSource, type PatchedFile, type PatchLine } from '../patched-file.ts';

export interface OutsideItem<I extends Item = Item> {
  readonly item: I;
  readonly lines: readonly PatchLine[];
}

export interface OutsideItems {
  readonly items: readonly OutsideItem[];
  /** Lines are numbered as the patch's are. */
  readonly issues: readonly CIssue[];
}

/** Lines that follow each other, outside of functions. */
export type ChangedRun = readonly PatchLine[];

const isOutside = (line: PatchLine): boolean => line.function === null;

export const runsAdded = (files: readonly PatchedFile[]): readonly ChangedRun[] =>
  files.flatMap(({ added }) => added.map((run) => run.filter(isOutside)).filter((run) => run.length > 0));

export function runsRemoved(files: readonly PatchedFile[]): readonly ChangedRun[] {
  const runs: PatchLine[][] = [];
  for (const line of files.flatMap(({ removed }) => removed.filter(isOutside))) {
    const before = runs.at(-1)?.at(-1);
    const follows = before?.path === line.path && before.base === line.base - 1 && before.struct === line.struct;
    if (follows) runs.at(-1)?.push(line);
    else runs.push([line]);
  }
  return runs;
}

export function itemsOf(parser: CParser, run: ChangedRun, macros: readonly Macro[]): OutsideItems {
  const where = run[0]?.struct === null ? 'file' : 'struct';
  const { items, issues } = parseFragment(parser, run.map(asSource), where, { macros, configuration });
  return {
    issues,
    items: items.map((item) => ({
      item,
      lines: run.filter(({ number }) => item.at.line <= number && number <= item.at.endLine),
    })),
  };
}

/** Why an item of this kind makes no difference; undefined: it may. */
export const idleWhy = ({ kind }: Item): string | undefined => IDLE[kind as FileItem['kind']];

const IDLE: Partial<Record<Item['kind'], string>> = {
  declaration: 'the model has no such variable',
  prototype: 'it only announces a function',
  include: 'it only includes a header',
  typedef: 'it only names a type',
  enum: 'it only names constants',
  struct: 'the model has no such struct',
  directive: 'it only directs the compiler',
  empty: 'a part of what stands around it',
  expression: 'it is a macro that tells the compiler or the linker something',
};
