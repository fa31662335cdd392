/** A JSON text through a schema: the value, or every issue with its place. Schemas are written as json-schema.ts says. */
import type * as z from 'zod/mini';
import { oneOfNames, quote } from '../core/issues/issue.ts';
import { type InputIssue, type InputPath, showPath } from './input-issue.ts';
import { type Refusal, refusal } from './json-schema.ts';
import { type JsonText, parseJson } from './json-text.ts';
import { nearest } from '../core/issues/nearest.ts';

/** `place` tells where in the text a part of the value stands. */
export type Read<T> =
  | { readonly ok: true; readonly value: T; readonly place: JsonText['place'] }
  | { readonly ok: false; readonly issues: InputIssue[] };

interface Placed extends Refusal {
  readonly path: InputPath;
  /** Whether the issue stands at the value or at its key. */
  readonly at: 'value' | 'key';
}

/** A file of another version is judged by its version alone. */
export function readJson<T>(text: string, file: string, schema: z.ZodMiniType<T>): Read<T> {
  const parsed = parseJson(text, file);
  if (!parsed.ok) return parsed;
  const { json } = parsed;
  const read = schema.safeParse(json.value);
  if (read.success) return { ok: true, value: read.data, place: (path, at) => json.place(path, at) };
  const placed = read.error.issues.flatMap((issue) => explain(issue, valueAt(json.value, issue.path)));
  const version = placed.find(({ path, code }) => showPath(path) === 'version' && code === 'unknown-name');
  const issues = (version === undefined ? placed : [version])
    .map(({ path, at, code, message, expected }): InputIssue => {
      const { line, column } = json.place(path, at);
      return { code, file, line, column, path: showPath(path), message, expected };
    })
    .toSorted((a, b) => a.line - b.line || a.column - b.column);
  // Two bounds of one number can report the same.
  return { ok: false, issues: [...new Map(issues.map((issue) => [JSON.stringify(issue), issue])).values()] };
}

function explain(issue: z.core.$ZodIssue, value: unknown): Placed[] {
  const { path } = issue;
  if (issue.code === 'custom') return [{ path, at: 'value', ...refusal.parse(issue.params) }];
  if (issue.code === 'unrecognized_keys') {
    const known = issue.message.split(', ');
    return issue.keys.map((key): Placed => {
      const refused = unknownName('unknown-key', { what: `key ${quote(key)}`, name: key, known });
      return { path: [...path, key], at: 'key', ...refused };
    });
  }
  const known = membersOf(issue);
  if (value === undefined) {
    return [
      { path, at: 'value', code: 'missing', message: 'missing', expected: known ? oneOfNames(known) : issue.message },
    ];
  }
  if (known === undefined) {
    return [{ path, at: 'value', code: codeOf(issue.code), message: `got ${show(value)}`, expected: issue.message }];
  }
  const name = typeof value === 'string' ? value : undefined;
  const refused = unknownName('unknown-name', { what: `${issue.message} ${show(value)}`, name, known });
  return [{ path, at: 'value', ...refused }];
}

/** The names of the closed set that a value is not in. */
function membersOf(issue: z.core.$ZodIssue): string[] | undefined {
  if (issue.code === 'invalid_value') return issue.values.map(String);
  if (issue.code === 'invalid_union' && 'options' in issue) return issue.options?.map(String);
  return undefined;
}

interface UnknownName {
  readonly what: string;
  readonly name: string | undefined;
  readonly known: readonly string[];
}

function unknownName(code: Refusal['code'], { what, name, known }: UnknownName): Refusal {
  const expected = oneOfNames(known);
  const meant = name === undefined ? undefined : nearest(name, known);
  // A number in quotes is its own nearest name.
  const hint = meant === undefined || meant === name ? '' : ` (did you mean ${meant}?)`;
  return { code, message: `unknown ${what}`, expected: `${expected}${hint}` };
}

function codeOf(code: z.core.$ZodIssueCode): 'type' | 'range' | 'form' {
  if (code === 'too_small' || code === 'too_big') return 'range';
  return code === 'invalid_format' ? 'form' : 'type';
}

function show(value: unknown): string {
  if (typeof value === 'string') return quote(value);
  if (Array.isArray(value)) return `an array of ${value.length}`;
  return typeof value === 'object' && value !== null ? 'an object' : String(value);
}

function valueAt(value: unknown, path: InputPath): unknown {
  let part = value;
  for (const key of path) {
    if (typeof part !== 'object' || part === null || !Object.hasOwn(part, key)) return undefined;
    part = Reflect.get(part, key);
  }
  return part;
}
