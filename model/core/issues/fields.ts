/** What is wrong with fields, of a model's structs or those that a patch adds to a base's, before any state is laid out. */
import { type Shape, WIDEST } from '../layout/layout.ts';
import type { Patch } from '../notation/patch.ts';
import {
  type Field,
  type FieldClass,
  type FieldKind,
  type Fields,
  NULL,
  type Struct,
  type Structs,
} from '../notation/schema.ts';
import { described, isRecord, type Issue, type ModelIssue, oneOfNames, oneOfNear, placed } from './issue.ts';
import { said, wrongName } from './names.ts';

/** What the fields are added to: the base's structs, and what references and values can be of. */
export type Ground = Pick<Shape, 'structs' | 'sizes' | 'domains' | 'open'>;

/** Of a list: each is a cell of the state. */
const MOST_SLOTS = 4096;
const CLASSES: ReadonlySet<string> = new Set(['racy', 'constant', 'ledger', 'guarded']);
const DECLARED = '.racy(), .constant(), .ledger(), .guarded_by(a lock) or .written_under(a lock)';
const A_FIELD =
  'a field: bool(), int(min, max), ref(pool), value(domain), oneOf(…), listOf(…) or spinlock(), and its class';

/** Struct by struct and field by field, all that is wrong. */
export function fieldIssues({ name, fields = {}, clashes = [] }: Patch, ground: Ground): readonly ModelIssue[] {
  const where = `patch ${said(name)}`;
  const found = Object.entries(fields).flatMap(([struct, added]) => {
    const base = Object.hasOwn(ground.structs, struct) ? ground.structs[struct] : undefined;
    return base === undefined ? [noStruct(struct, ground)] : addedIssues({ ...base, name: struct }, added, ground);
  });
  return [...clashes, ...found.map(placed(where))];
}

/** The same of the model's own. */
export const structIssues = (ground: Ground): readonly Issue[] => ownStructIssues(ground.structs, ground);

/** The same of those that a patch brings. */
export const ownStructIssues = (own: Structs, ground: Ground): readonly Issue[] =>
  Object.entries(own).flatMap(([name, { heap, fields }]) => addedIssues({ name, heap, fields: {} }, fields, ground));

const noStruct = (struct: string, { structs }: Ground): Issue => ({
  code: 'no-struct',
  message: `the kernel has no struct ${said(struct)} to add fields to`,
  expected: oneOfNear(struct, Object.keys(structs)),
});

function addedIssues(base: Struct, added: unknown, ground: Ground): Issue[] {
  if (!isRecord(added))
    return [
      { code: 'type', message: `the fields of ${base.name} are ${described(added)}`, expected: 'fields by name' },
    ];
  const all = { ...added, ...base.fields } as Fields;
  return Object.entries(added).flatMap(([name, field]) => fieldIssuesOf(name, field, base, all, ground));
}

function fieldIssuesOf(name: string, field: unknown, base: Struct, all: Fields, ground: Ground): Issue[] {
  const id = `${base.name}.${said(name)}`;
  const known = Object.hasOwn(base.fields, name) ? base.fields[name] : undefined;
  if (known !== undefined && !(isField(field) && isNoLongerConstant(known, field))) {
    const expected = 'a field of another name, or a constant one declared anew, guarded or racy, that is else the same';
    return [{ code: 'redeclared', message: `${id} is a field of the base`, expected }];
  }
  const wrong = wrongName(name, 'field');
  if (wrong !== null) {
    const message = `${base.name} has a field called ${said(name)}, which ${wrong.why}`;
    return [{ code: wrong.code, message, expected: wrong.expected }];
  }
  if (!isField(field)) return [{ code: 'no-field', message: `${id} is ${described(field)}`, expected: A_FIELD }];
  return [...classIssues(id, field.cls, { own: base.name, all }, ground), ...valueIssues(id, field, ground)];
}

/**
 * A patch may write what nobody writes in the base, and says so. What a lock guards there, or what it can hold, is nothing that a
 * patch may take back: breaches in the base would go unseen.
 */
const isNoLongerConstant = (known: Field<unknown>, field: Field<unknown>): boolean =>
  known.cls.is === 'constant' &&
  (field.cls.is === 'racy' || field.cls.is === 'guarded') &&
  [known.init, known.isSetOnce].every((part, i) => part === [field.init, field.isSetOnce][i]) &&
  JSON.stringify(known.kind) === JSON.stringify(field.kind);

/** By what it is made of: a module may have got hold of another copy of the class. */
const isField = (field: unknown): field is Field<unknown> =>
  isRecord(field) && [field['kind'], field['cls']].every((part) => isRecord(part) && typeof part['is'] === 'string');

interface Home {
  readonly own: string;
  /** All fields of the struct, those of the patch too. */
  readonly all: Fields;
}

function classIssues(id: string, cls: FieldClass, home: Home, ground: Ground): Issue[] {
  if (!CLASSES.has(cls.is))
    return [{ code: 'no-class', message: `${id} says not who may touch it`, expected: DECLARED }];
  if (cls.is !== 'guarded') return [];
  const message = `${id} is guarded by ${said(cls.via ?? home.own)}.${said(cls.lock)}, which is no lock`;
  const [holder, fields] = holderOf(cls.via, home, ground);
  if (fields === undefined) {
    const refs = fieldsOf(home.all, 'ref');
    const others = refs.length === 0 ? '' : `, or ref.lock with ref ${oneOfNear(cls.via ?? '', refs)}`;
    return [{ code: 'no-lock', message, expected: `a lock of ${home.own} itself${others}` }];
  }
  const locks = fieldsOf(fields, 'lock');
  if (locks.includes(cls.lock)) return [];
  const expected =
    locks.length === 0 ? `another class: ${holder} has no lock` : `${oneOfNear(cls.lock, locks)} of ${holder}`;
  return [{ code: 'no-lock', message, expected }];
}

/** The struct in which the lock is looked for, and its fields; undefined where no reference leads there. */
function holderOf(via: string | null, { own, all }: Home, { structs }: Ground): readonly [string, Fields | undefined] {
  if (via === null) return [own, all];
  const kind = Object.hasOwn(all, via) && isField(all[via]) ? all[via].kind : undefined;
  return kind?.is === 'ref' ? [kind.to, kind.to === own ? all : structs[kind.to]?.fields] : [own, undefined];
}

const fieldsOf = (fields: Fields, is: FieldKind['is']): string[] =>
  Object.entries(fields).flatMap(([name, field]) => (isField(field) && field.kind.is === is ? [name] : []));

/** What it can hold, and what it starts as. */
function valueIssues(id: string, { kind, init }: Field<unknown>, ground: Ground): Issue[] {
  const issues = kindIssues(id, kind, ground);
  if (issues.length > 0 || init === undefined) return issues;
  const expected = startOf(kind, init, ground);
  if (expected === null) return [];
  return [{ code: 'start', message: `${id} cannot start as ${described(init)}`, expected }];
}

function kindIssues(id: string, kind: FieldKind, ground: Ground): Issue[] {
  switch (kind.is) {
    case 'bool':
    case 'lock':
      return [];
    case 'int':
      return rangeIssues(id, kind.min, kind.max);
    case 'enum':
      return enumIssues(id, kind.names);
    case 'ref':
    case 'value':
      return targetIssues(id, kind, ground);
    case 'list': {
      const { of, cap } = kind;
      const isCap = cap === null || (Number.isInteger(cap) && cap >= 0 && cap <= MOST_SLOTS);
      const expected = `a whole number of elements, ${MOST_SLOTS} at most`;
      const issues = targetIssues(id, of, ground);
      return isCap ? issues : [...issues, { code: 'range', message: `${id} has room for ${described(cap)}`, expected }];
    }
    default:
      return [{ code: 'no-field', message: `${id} is of no kind`, expected: A_FIELD }];
  }
}

function targetIssues(
  id: string,
  of: Extract<FieldKind, { is: 'ref' | 'value' }>,
  { sizes, domains }: Ground,
): Issue[] {
  const [code, what, name, known] =
    of.is === 'ref'
      ? (['no-pool', 'refers to objects of', of.to, sizes] as const)
      : (['no-domain', 'takes values of', of.domain, domains] as const);
  if (typeof name === 'string' && Object.hasOwn(known, name)) return [];
  const near = oneOfNear(name, Object.keys(known));
  return [{ code, message: `${id} ${what} ${said(name)}, which there is not`, expected: near }];
}

function rangeIssues(id: string, min: number, max: number): Issue[] {
  const isRange = Number.isInteger(min) && Number.isInteger(max) && min <= max;
  if (isRange && min > -WIDEST && max <= WIDEST && max - min <= WIDEST) return [];
  const message = `${id} cannot range from ${described(min)} to ${described(max)}`;
  return [{ code: 'range', message, expected: 'whole numbers, the lowest first, 31 bits wide at most' }];
}

function enumIssues(id: string, names: readonly unknown[]): Issue[] {
  const isGood = names.length > 0 && new Set(names).size === names.length && names.every((n) => typeof n === 'string');
  if (isGood) return [];
  return [
    {
      code: 'range',
      message: `${id} is one of ${names.map(described).join(', ') || 'nothing'}`,
      expected: 'some different texts',
    },
  ];
}

/** What it should start as; null where it can start so. */
function startOf(kind: FieldKind, init: unknown, { sizes, domains, open }: Ground): string | null {
  const between = (min: number, max: number) =>
    Number.isInteger(init) && (init as number) >= min && (init as number) <= max
      ? null
      : `a whole number from ${min} to ${max}`;
  switch (kind.is) {
    case 'bool':
      return typeof init === 'boolean' ? null : 'true or false';
    case 'int':
      return between(kind.min, kind.max);
    case 'enum':
      return kind.names.includes(init as string) ? null : oneOfNames(kind.names);
    case 'ref':
      return between(NULL, (sizes[kind.to] as number) - 1);
    case 'value': {
      const values = domains[kind.domain] as readonly number[];
      const more = open?.[kind.domain];
      if (values.includes(init as number)) return null;
      return more === undefined ? oneOfNames(values.map(String)) : between(more.lowest, more.highest);
    }
    case 'lock':
    case 'list':
      return `nothing: a ${kind.is} starts ${kind.is === 'lock' ? 'free' : 'empty'}`;
  }
}
