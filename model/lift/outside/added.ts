/** What patches change outside of functions: the functions, macros, fields and bits that they bring, and what they take away. */
import {
  type CIssue,
  type CParser,
  type FileItem,
  type Item,
  type Macro,
  macroOf,
  type Member,
  sameCode,
} from '../c/index.ts';
import type { DiffLine } from '../../diffs/index.ts';
import type { Fate } from '../accounts.ts';
import { asSource, type PatchedFile, type PatchLine } from '../patched-file.ts';
import { structMeanings } from '../prelude/structs.ts';
import { isUnsignedType } from '../compile/types.ts';
import { type AddedField, fieldDeclaration, zeroOf } from './declared.ts';
import { idleWhy, itemsOf, type OutsideItem, runsAdded, runsRemoved } from './items.ts';
import { BASE_FLAGS, baseHas, isBaseName } from './base-has.ts';
import { isMoved } from './moved.ts';

export type FunctionItem = Extract<FileItem, { kind: 'function' }>;

export interface AddedFunction {
  readonly item: FunctionItem;
  readonly path: string;
  /** The line of 2.6.20 in front of which it is put. */
  readonly base: number;
}

export interface ChangedOutside {
  readonly macros: readonly FileMacro[];
  readonly fields: readonly AddedField[];
  readonly functions: readonly AddedFunction[];
  /** Functions of 2.6.20 that only stand elsewhere. */
  readonly moved: ReadonlySet<string>;
  /** Functions and macros of which it is told already that they cannot be what they are now. */
  readonly refused: ReadonlySet<string>;
  readonly issues: readonly LiftRefusal[];
}

/** A macro, and the file that defines it. */
export interface FileMacro {
  readonly path: string;
  readonly macro: Macro;
}

/** Those that a file sees: its own, and those of headers. */
export const macrosIn = (all: readonly FileMacro[], path: string): Macro[] =>
  all.flatMap((one) => (one.path === path || one.path.endsWith('.h') ? [one.macro] : []));

/** `line` is numbered as the patch's are. */
export type LiftRefusal = Pick<CIssue, 'line' | 'message' | 'expected'>;

/** A bit of ki_flags. */
const FLAG = /^KIF_[A-Z_0-9]+$/;
const ONLY_PLACE: Fate = { is: 'nothing', why: 'only where it stands changes' };

export function changedOutside(
  parser: CParser,
  files: readonly PatchedFile[],
  say: (line: DiffLine, fate: Fate) => void,
): ChangedOutside {
  return new Outside(parser, files, say).read();
}

class Outside {
  readonly macros: FileMacro[] = [];
  readonly fields: AddedField[] = [];
  readonly functions: AddedFunction[] = [];
  readonly moved = new Set<string>();
  readonly refused = new Set<string>();
  readonly issues: LiftRefusal[] = [];
  private readonly flags = new Map(BASE_FLAGS);
  private readonly gone: OutsideItem[] = [];
  private readonly parser: CParser;
  private readonly files: readonly PatchedFile[];
  private readonly say: (line: DiffLine, fate: Fate) => void;

  constructor(parser: CParser, files: readonly PatchedFile[], say: (line: DiffLine, fate: Fate) => void) {
    this.parser = parser;
    this.files = files;
    this.say = say;
  }

  /** Macros first: what is read then has them. */
  read(): ChangedOutside {
    for (const run of runsRemoved(this.files)) {
      const { items, issues } = itemsOf(this.parser, run, []);
      this.gone.push(...items);
      this.issues.push(...issues);
    }
    const runs = runsAdded(this.files);
    for (const run of runs)
      for (const { item, lines } of itemsOf(this.parser, run, []).items)
        if (item.kind === 'define') this.define(item, lines);
    for (const run of runs) {
      const { items, issues } = itemsOf(this.parser, run, macrosIn(this.macros, run[0]?.path ?? ''));
      this.issues.push(...issues);
      for (const one of items) this.item(one);
    }
    for (const one of this.gone) this.takenAway(one);
    return this;
  }

  private sayAll(lines: readonly PatchLine[], fate: Fate) {
    for (const { line } of lines) this.say(line, fate);
  }

  private refuse(lines: readonly PatchLine[], message: string, expected: string) {
    this.issues.push({ line: lines[0]?.number ?? 0, message, expected });
  }

  /** An item that is taken out, and is the same C. */
  private twin(lines: readonly PatchLine[]): OutsideItem | undefined {
    const at = this.gone.findIndex((one) => sameCode(one.lines.map(asSource), lines.map(asSource)));
    return at < 0 ? undefined : this.gone.splice(at, 1)[0];
  }

  /** What is taken out is told with what is put in its place. */
  private forget(isIt: (item: Item, at: PatchLine) => boolean) {
    for (const { lines } of this.gone.filter(({ item, lines: [at] }) => at !== undefined && isIt(item, at)))
      this.twin(lines);
  }

  private item({ item, lines }: OutsideItem) {
    const idle = idleWhy(item);
    if (item.kind === 'function') this.function(item, lines);
    else if (item.kind === 'member') this.member(item, lines);
    else if (idle !== undefined) this.sayAll(lines, { is: 'nothing', why: idle });
  }

  private define(item: Extract<FileItem, { kind: 'define' }>, lines: readonly PatchLine[]) {
    const { name } = item;
    const twin = this.twin(lines);
    if (twin !== undefined) {
      this.sayAll([...lines, ...twin.lines], ONLY_PLACE);
      return;
    }
    if (isBaseName(name)) {
      this.forget((one) => one.kind === 'define' && one.name === name);
      this.refused.add(name);
      this.refuse(
        lines,
        `${name} is defined anew, and steps that stay are made of what it was`,
        'a patch that leaves it, or one that is written as a module (docs/guides/patch.md)',
      );
      return;
    }
    if (FLAG.test(name) && item.parameters === null) this.flag(item, lines);
    else {
      const { path = '' } = lines[0] ?? {};
      const meet = (one: FileMacro) => one.path === path || one.path.endsWith('.h') || path.endsWith('.h');
      if (this.macros.some((one) => one.macro.name === name && meet(one)))
        this.refuse(lines, `${name} is defined twice`, 'one definition of it');
      this.macros.push({ path, macro: macroOf(item) });
      this.sayAll(lines, { is: 'lifted', as: `where ${name} is used` });
    }
  }

  /** Bits are fields of their own here, so that two of one number would not be told apart. */
  private flag({ name, body }: Extract<FileItem, { kind: 'define' }>, lines: readonly PatchLine[]) {
    const bit = /^\(?(\d+)\)?$/.exec(body)?.[1];
    const other = bit === undefined ? undefined : this.flags.get(Number(bit));
    if (bit === undefined || other !== undefined) {
      this.refuse(
        lines,
        `${name} is ${bit === undefined ? body || 'nothing' : `the bit of ${other}`}`,
        'a bit of its own',
      );
      return;
    }
    this.flags.set(Number(bit), name);
    this.fields.push({
      pool: 'kiocb',
      name,
      declared: 'bool().racy().starts(false)',
      isUnsigned: false,
      line: lines[0] as PatchLine,
    });
    this.sayAll(lines, { is: 'lifted', as: `kiocb.${name}` });
  }

  private member(item: Member, lines: readonly PatchLine[]) {
    const struct = lines[0]?.struct ?? '';
    const meaning = structMeanings[struct];
    const twin = this.twin(lines);
    if (twin !== undefined) {
      this.sayAll([...lines, ...twin.lines], ONLY_PLACE);
      return;
    }
    if (meaning === undefined) {
      this.sayAll(lines, { is: 'nothing', why: `struct ${struct} is not in the model` });
      return;
    }
    const declared = fieldDeclaration(item);
    if (item.name !== null && baseHas(struct, item.name)) {
      this.forget((one, at) => one.kind === 'member' && one.name === item.name && at.struct === struct);
      this.refuse(
        lines,
        `${item.name} of struct ${struct} gets another type, and steps that stay are made for what it was`,
        'a patch that leaves it, or one that is written as a module (docs/guides/patch.md)',
      );
      return;
    }
    if (item.name === null || declared === null) {
      const type = `${item.type}${'*'.repeat(item.pointers)}${item.array.length > 0 ? '[]' : ''}`;
      this.sayAll(lines, { is: 'nothing', why: `the model has nothing of type ${type}` });
      return;
    }
    if (this.fields.some(({ pool, name }) => pool === meaning.pool && name === item.name)) {
      this.refuse(
        lines,
        `there are two fields ${item.name} of what is one object in the model`,
        'a name of its own for each',
      );
      return;
    }
    this.fields.push({
      pool: meaning.pool,
      name: item.name,
      declared: meaning.isZeroed === true ? declared + zeroOf(declared) : declared,
      isUnsigned: declared.startsWith('value(') && isUnsignedType(item.type),
      line: lines[0] as PatchLine,
    });
    this.sayAll(lines, { is: 'lifted', as: `${meaning.pool}.${item.name}` });
  }

  private function(item: FunctionItem, lines: readonly PatchLine[]) {
    const file = this.files.find(({ source }) => source.facts.functions.some(({ name }) => name === item.name));
    const old = file === undefined ? [] : file.removed.filter((line) => line.function === item.name);
    if (file !== undefined && isMoved(file, item.name, old, lines)) {
      this.sayAll([...lines, ...old], ONLY_PLACE);
      this.moved.add(item.name);
    } else if (isBaseName(item.name)) {
      this.refused.add(item.name);
      this.refuse(
        lines,
        `${item.name}() is in 2.6.20 already, and is not the same here`,
        'the change of it where it stands, and its move to another place in a patch of its own',
      );
    } else {
      const { path = '', base = 0 } = lines[0] ?? {};
      if (this.functions.some((one) => one.item.name === item.name))
        this.refuse(lines, `there are two functions ${item.name}()`, 'a name of its own for each');
      else this.functions.push({ item, path, base });
    }
  }

  private takenAway({ item, lines }: OutsideItem) {
    const idle = idleWhy(item);
    if (item.kind === 'define' && (isBaseName(item.name) || FLAG.test(item.name)))
      this.refuse(lines, `${item.name} is taken out, and steps that stay are made of it`, 'a patch that leaves it');
    else if (item.kind === 'define') this.sayAll(lines, { is: 'nothing', why: 'no step of the model is made of it' });
    else if (item.kind === 'member') this.memberTakenAway(item, lines);
    else if (idle !== undefined) this.sayAll(lines, { is: 'nothing', why: idle });
  }

  private memberTakenAway({ name }: Member, lines: readonly PatchLine[]) {
    const struct = lines[0]?.struct ?? '';
    if (name !== null && baseHas(struct, name))
      this.refuse(lines, `struct ${struct} loses ${name}, which steps that stay have`, 'a patch that leaves it');
    else this.sayAll(lines, { is: 'nothing', why: `the model has nothing of it` });
  }
}
