/**
 * What the text of a patch does not say, in a JSON file beside it: where it reports errors, and who may touch the fields that it adds.
 * A schema, and what it cannot say: what the names in it stand for.
 */
import * as z from 'zod/mini';
import { oneOfNear } from '../core/issues/issue.ts';
import type { ErrorReport } from '../core/index.ts';
import { type InputIssue, type InputPath, showPath } from '../diagnostics/input-issue.ts';
import { closed, list } from '../diagnostics/json-schema.ts';
import { readJson, type Read } from '../diagnostics/read-json.ts';
import { baseStructs } from './base-names.ts';

/** A field that a patch adds, and how a module declares it. */
export interface DeclaredField {
  readonly pool: string;
  readonly name: string;
  /** `value('long').racy()`. */
  readonly declared: string;
}

/** Of a field that the patch adds; what is left out stays as it is without a sidecar: racy, not set once, never written at first. */
export interface FieldDeclared {
  /** `racy`, `constant`, or a lock by `guarded_by ki_ctx.ctx_lock` or, where reading needs none, `written_under ki_ctx.ctx_lock`. */
  readonly class?: string;
  readonly set_once?: boolean;
  /** Of a new object. Null: a pointer to nothing. */
  readonly starts?: number | boolean | null;
}

export interface Sidecar {
  readonly version: 1;
  readonly reports: readonly ErrorReport[];
  /** By struct and field: `kiocb.ki_res`. */
  readonly fields: Readonly<Record<string, FieldDeclared>>;
}

export type SidecarRead = Read<Sidecar>;

const CLASS = /^(?:racy|constant|(guarded_by|written_under) ([A-Za-z_]\w*(?:\.[A-Za-z_]\w*)?))$/;
const aClass = 'racy, constant, guarded_by LOCK or written_under LOCK, with a LOCK as ki_ctx.ctx_lock';
const aField = 'a struct and a field that the patch adds, as kiocb.ki_res';

const name = z.string('a name').check(z.minLength(1, 'a name'));

const sidecarSchema: z.ZodMiniType<Sidecar> = closed('a sidecar: an object with version, reports and fields', {
  version: z.literal(1, 'format version'),
  reports: z._default(
    list(
      closed('a report: { function, result, error, iocb }', { function: name, result: name, error: name, iocb: name }),
      'an array of reports',
    ),
    [],
  ),
  fields: z._default(
    z.record(
      z.string(aField),
      closed('what is declared: class, set_once, starts', {
        class: z.exactOptional(z.string(aClass).check(z.regex(CLASS, aClass))),
        set_once: z.exactOptional(z.boolean('true or false')),
        starts: z.exactOptional(z.union([z.number(), z.boolean(), z.null()], 'a number, true, false or null')),
      }),
      'an object of fields',
    ),
    {},
  ),
});

/** `file` is only named in the issues. */
export const readSidecar = (text: string, file: string): SidecarRead => readJson(text, file, sidecarSchema);

/** What a patch has that a sidecar can name. */
export interface NamedInPatch {
  /** Functions of the kernel and of the patch, each with its locals. */
  readonly functions: ReadonlyMap<string, readonly string[]>;
  /** Those that the patch adds. */
  readonly fields: readonly DeclaredField[];
}

/** Names that stand for nothing, and values that a field cannot have. */
export function sidecarIssues(
  { value: sidecar, place }: Extract<SidecarRead, { ok: true }>,
  file: string,
  { functions, fields }: NamedInPatch,
): InputIssue[] {
  const issues: InputIssue[] = [];
  const issue = (path: InputPath, at: 'key' | 'value', message: string, expected: string) =>
    issues.push({ code: 'unknown-name', file, ...place(path, at), path: showPath(path), message, expected });
  sidecar.reports.forEach((report, nth) => {
    const locals = functions.get(report.function);
    if (locals === undefined) {
      const expected = oneOfNear(report.function, [...functions.keys()]);
      issue(['reports', nth, 'function'], 'value', `there is no function ${report.function}`, expected);
      return;
    }
    for (const part of ['result', 'error', 'iocb'] as const)
      if (!locals.includes(report[part]))
        issue(
          ['reports', nth, part],
          'value',
          `${report.function}() has no local ${report[part]}`,
          oneOfNear(report[part], locals),
        );
  });
  const known = new Map(fields.map((field) => [`${field.pool}.${field.name}`, field]));
  for (const [id, declared] of Object.entries(sidecar.fields)) {
    const field = known.get(id);
    if (field === undefined) {
      const expected = known.size === 0 ? 'no fields: the patch adds none' : oneOfNear(id, [...known.keys()]);
      issue(['fields', id], 'key', `the patch adds no field ${id}`, expected);
      continue;
    }
    const lock = CLASS.exec(declared.class ?? '')?.[2];
    const locks = locksFor(field.pool);
    if (lock !== undefined && !locks.includes(lock))
      issue(
        ['fields', id, 'class'],
        'value',
        `${lock} is no lock that a ${field.pool} has or leads to`,
        oneOfNear(lock, locks),
      );
    const expected = declared.starts === undefined ? null : startExpected(field.declared, declared.starts);
    if (expected !== null)
      issue(['fields', id, 'starts'], 'value', `${id} cannot start as ${declared.starts}`, expected);
  }
  return issues;
}

const fieldsOf = (pool: string) => Object.entries(baseStructs[pool]?.fields ?? {});

/** `lock` of the struct itself, and `ref.lock` of one that it points to. */
const locksFor = (pool: string): string[] =>
  fieldsOf(pool).flatMap(([field, { kind }]) => {
    if (kind.is === 'lock') return [field];
    if (kind.is !== 'ref') return [];
    return fieldsOf(kind.to).flatMap(([lock, one]) => (one.kind.is === 'lock' ? [`${field}.${lock}`] : []));
  });

/** Null: it can start so. */
function startExpected(declared: string, starts: number | boolean | null): string | null {
  if (declared.startsWith('bool(')) return typeof starts === 'boolean' ? null : 'true or false';
  if (declared.startsWith('ref(')) return starts === null ? null : 'null: a pointer to nothing';
  if (declared.startsWith('spinlock(')) return 'nothing: a new lock is free';
  return typeof starts === 'number' && Number.isSafeInteger(starts) ? null : 'a whole number';
}

/** How a module declares the field, with what the sidecar says of it: `value('long').guarded_by('ki_ctx.ctx_lock').starts(0)`. */
export function declaredWith(
  sidecar: Pick<Sidecar, 'fields'> | null,
  { pool, name: field, declared }: DeclaredField,
): string {
  const said = sidecar?.fields[`${pool}.${field}`];
  if (said === undefined) return declared;
  const [kind = declared] = /^\w+\([^()]*\)/.exec(declared) ?? [];
  const own = declared.slice(kind.length).match(/\.\w+\([^()]*\)/g) ?? [];
  const starts = own.find((one) => one.startsWith('.starts('));
  const others = own.filter((one) => !one.startsWith('.starts('));
  return [
    kind,
    ...(said.class === undefined ? others : [classCall(said.class)]),
    ...(said.set_once === true ? ['.set_once()'] : []),
    said.starts === undefined ? (starts ?? '') : `.starts(${said.starts === null ? 'NULL' : said.starts})`,
  ].join('');
}

function classCall(text: string): string {
  const [word, lock] = text.split(' ');
  return lock === undefined ? `.${word}()` : `.${word}('${lock}')`;
}

/** What it says, a line each, to be told with verdicts. */
export const declarations = ({ reports, fields }: Sidecar): string[] => [
  ...reports.map(
    ({ function: fn, result, error, iocb }) =>
      `${fn}() reports an error of the request ${iocb} where it assigns ${result} while ${error} is not 0`,
  ),
  ...Object.entries(fields).map(([id, { class: cls, set_once: once, starts }]) =>
    [
      `${id}: ${cls ?? 'no class'}`,
      ...(once === true ? ['set once'] : []),
      ...(starts === undefined ? [] : [`${starts === null ? 'NULL' : starts} at first`]),
    ].join(', '),
  ),
];
