/** What names mean in the kernel that a patch is lifted for: its functions and fields, and those of the patch. */
import type { AnyProc, FieldKind, Struct } from '../core/index.ts';
import { structs } from '../kernel.ts';
import * as linux from '../linux.ts';
import type { AddedField } from './outside/declared.ts';
import type { CParser } from './c/index.ts';
import { type ProcFlows, procFlows } from './flow/index.ts';
import type { KernelNames } from './compile/function-scope.ts';
import { unsignedFields } from './prelude/structs.ts';
import { UNSIGNED } from './compile/unsigned.ts';
import { NUMBER, type ValueKind } from './compile/kinds.ts';
import type { Callable, ModelField } from './compile/scope.ts';
import { kindOfField, kindOfLocal } from './compile/types.ts';

const isProc = (value: unknown): value is AnyProc =>
  typeof value === 'object' && value !== null && 'steps' in value && 'locals' in value;

/** All functions of the model that patches can name, by their names. */
export const baseProcs: ReadonlyMap<string, AnyProc> = new Map(
  Object.values(linux as Record<string, unknown>)
    .filter(isProc)
    .map((proc) => [proc.name, proc]),
);

/** Sizes make no difference to what fields there are. */
export const baseStructs: Readonly<Record<string, Struct>> = structs({
  ring_nr: 2,
  contexts: 1,
  requests: 1,
  calls: 1,
  taken: 1,
  works: 1,
  tasks: 1,
  exits: false,
  reaps: false,
  syncs: false,
});

const signed = (name: string, field: ModelField): ModelField =>
  unsignedFields.has(name) ? { ...field, kind: UNSIGNED } : field;

/** `kiocb.ki_users`; what only this program books is not among them. */
export const baseFields: ReadonlyMap<string, ModelField> = new Map(
  Object.entries(baseStructs).flatMap(([pool, struct]) =>
    Object.entries(struct.fields).flatMap(([name, { kind, cls }]) =>
      cls.is === 'ledger'
        ? []
        : [[`${pool}.${name}`, signed(`${pool}.${name}`, kindOfField(kind, cls.is === 'guarded'))] as const],
    ),
  ),
);

export function callableOf({ name, locals, returns }: AnyProc): Callable {
  const types = locals as Readonly<Record<string, string>>;
  const returnKind: ValueKind = returns === null ? NUMBER : kindOfLocal(types[returns] ?? 'int');
  return { name, locals: types, returns: returns, returnKind, parameters: null };
}

const ADDED: readonly (readonly [RegExp, FieldKind])[] = [
  [/^bool\(/, { is: 'bool' }],
  [/^spinlock\(/, { is: 'lock' }],
  [/^value\(/, { is: 'value', domain: 'long' }],
];

function kindOfAdded({ declared }: AddedField): FieldKind {
  const pool = /^ref\('(\w+)'\)/.exec(declared)?.[1];
  if (pool !== undefined) return { is: 'ref', to: pool };
  return ADDED.find(([form]) => form.test(declared))?.[1] ?? { is: 'value', domain: 'long' };
}

function addedField(field: AddedField): ModelField {
  const known = kindOfField(kindOfAdded(field), /\.(?:guarded_by|written_under)\(/.test(field.declared));
  return field.isUnsigned ? { ...known, kind: UNSIGNED } : { ...known, isBool: true };
}

export function kernelNames(added: readonly AddedField[], own: ReadonlyMap<string, Callable>): KernelNames {
  const fields = new Map(baseFields);
  for (const field of added) fields.set(`${field.pool}.${field.name}`, addedField(field));
  return {
    field: (pool, name) => fields.get(`${pool}.${name}`),
    flags: (pool) =>
      [...fields.keys()].flatMap((name) => (name.startsWith(`${pool}.KIF_`) ? [name.slice(pool.length + 1)] : [])),
    callable(name) {
      const proc = baseProcs.get(name);
      return own.get(name) ?? (proc === undefined ? undefined : callableOf(proc));
    },
  };
}

const flowsByParser = new WeakMap<CParser, ProcFlows>();

/** How control goes in the functions of the base. */
export function baseFlows(parser: CParser): ProcFlows {
  const known = flowsByParser.get(parser) ?? procFlows([...baseProcs.values()], parser);
  flowsByParser.set(parser, known);
  return known;
}
