/** What is wrong with an edit, and whether it fits the function that it changes: types are not checked when a module loads. */
import type { AnyProc, Locals } from '../notation/proc.ts';
import { described, isRecord, type Issue, oneOfNear, unknownKeys } from './issue.ts';
import { said } from './names.ts';

const BY_LABEL = ['replace', 'before', 'after'] as const;
const CHANGES = ['locals', 'remove', ...BY_LABEL];

/** The labels of the steps that an edit replaces or removes; what is of the wrong type is told when it is applied. */
export function claimsOf(changes: unknown): string[] {
  if (!isRecord(changes)) return [];
  const { remove, replace } = changes;
  return [...(Array.isArray(remove) ? (remove as string[]) : []), ...(isRecord(replace) ? Object.keys(replace) : [])];
}

export function changesIssues(base: AnyProc, changes: unknown): readonly Issue[] {
  if (!isRecord(changes)) return [ofType(base, 'what it changes', changes, `{ ${CHANGES.join(', ')} }`)];
  const shape = shapeIssues(base, changes);
  return shape.length > 0 ? shape : fitIssues(base, changes);
}

const ofType = (base: AnyProc, place: string, value: unknown, expected: string): Issue => ({
  code: 'type',
  message: `an edit of ${base.name} has ${described(value)} for ${place}`,
  expected,
});

type Changes = Readonly<Record<string, unknown>>;

function shapeIssues(base: AnyProc, changes: Changes): Issue[] {
  const { locals, remove } = changes;
  return [
    ...unknownKeys(changes, CHANGES).map((key): Issue => ({
      code: 'unknown-key',
      message: `an edit of ${base.name} has the unknown key ${said(key)}`,
      expected: oneOfNear(key, CHANGES),
    })),
    ...(locals === undefined || isRecord(locals) ? [] : [ofType(base, 'locals', locals, 'C types, by name')]),
    ...(remove === undefined || isArrayOfTexts(remove) ? [] : [ofType(base, 'remove', remove, 'an array of labels')]),
    ...BY_LABEL.filter((key) => changes[key] !== undefined && !isRecord(changes[key])).map((key) =>
      ofType(base, key, changes[key], 'steps, by label'),
    ),
    ...(['before', 'after'] as const).flatMap((key) =>
      Object.entries(isRecord(changes[key]) ? changes[key] : {})
        .filter(([, added]) => added !== undefined && !isRecord(added))
        .map(([label, added]) => ofType(base, `${key}.${said(label)}`, added, 'new steps, by label')),
    ),
  ];
}

const isArrayOfTexts = (value: unknown): boolean =>
  Array.isArray(value) && value.every((one) => typeof one === 'string');

function fitIssues(base: AnyProc, changes: Changes): Issue[] {
  const labels = [...base.steps.keys()] as string[];
  const named = new Set([
    ...claimsOf(changes),
    ...BY_LABEL.flatMap((key) => Object.keys((changes[key] as object | undefined) ?? {})),
  ]);
  const known = base.locals as Locals;
  const locals = (changes['locals'] ?? {}) as Locals;
  return [
    ...[...named]
      .filter((label) => !base.steps.has(label))
      .map((label): Issue => ({
        code: 'no-step',
        message: `${base.name} has no step ${said(label)} to change`,
        expected: oneOfNear(label, labels),
      })),
    ...Object.keys(locals)
      .filter((local) => Object.hasOwn(known, local) && known[local] !== locals[local])
      .map((local): Issue => ({
        code: 'redeclared',
        message: `${base.name} has a local ${said(local)} of another type`,
        expected: `${known[local]}, or another name`,
      })),
  ];
}
