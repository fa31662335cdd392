/** What is wrong with a patch by its looks, before it is applied: modules may export anything. */
import { described, isRecord, type Issue, type ModelIssue, oneOfNear, placed, unknownKeys } from './issue.ts';
import { said } from './names.ts';

/** `given`: what the user called it. */
const SHOWN_KEYS = ['name', 'summary', 'fields', 'structs', 'lockOrder', 'contexts', 'works', 'hunks', 'reports'];
const PATCH_KEYS = [...SHOWN_KEYS, 'lifted', 'clashes', 'parts', 'given'];
const REPORT_KEYS = ['function', 'result', 'error', 'iocb'] as const;
const HUNK_KEYS = ['name', 'standsFor', 'edits'];

export function patchIssues(patch: unknown): readonly ModelIssue[] {
  if (!isRecord(patch)) return [placed('a patch')(wrongType(null, patch, 'an object'))];
  const where = `patch ${said(patch['name'])}`;
  const { name, summary, fields, structs, works, lockOrder = [], hunks, reports = [] } = patch;
  const issues: Issue[] = [
    ...keyIssues(patch, PATCH_KEYS, SHOWN_KEYS),
    ...(typeof name === 'string' ? [] : [wrongType('name', name, 'a text')]),
    ...textOrNone('summary', summary),
    ...byName('fields', fields, 'an object of structs, by name'),
    ...byName('structs', structs, 'an object of structs, by name'),
    ...byName('works', works, 'an object of { func, count }, by name'),
    ...(isChains(lockOrder) ? [] : [wrongType('lockOrder', lockOrder, 'an array of chains, each an array of locks')]),
    ...(Array.isArray(hunks) ? [] : [wrongType('hunks', hunks, 'an array of { name, standsFor, edits }')]),
    ...(Array.isArray(reports)
      ? (reports as unknown[]).flatMap((report, nth) => reportIssues(report, `reports[${nth}]`))
      : [wrongType('reports', reports, `an array of ${A_REPORT}`)]),
  ];
  const all = Array.isArray(hunks) ? (hunks as unknown[]) : [];
  return [...issues.map(placed(where)), ...all.flatMap((hunk, nth) => hunkIssues(hunk, nth, where))];
}

const byName = (key: string, value: unknown, expected: string): Issue[] =>
  value === undefined || isRecord(value) ? [] : [wrongType(key, value, expected)];

const isChains = (value: unknown): boolean =>
  Array.isArray(value) &&
  value.every((chain) => Array.isArray(chain) && chain.every((lock) => typeof lock === 'string'));

function hunkIssues(hunk: unknown, nth: number, of: string): ModelIssue[] {
  if (!isRecord(hunk)) return [placed(`${of}, hunk ${nth + 1}`)(wrongType(null, hunk, '{ name, standsFor, edits }'))];
  const { name, standsFor, edits } = hunk;
  const isNamed = typeof name === 'string' && name.trim() !== '';
  const issues = [
    ...keyIssues(hunk, HUNK_KEYS),
    ...(isNamed ? [] : [wrongType('name', name, 'a text that is not empty')]),
    ...textOrNone('standsFor', standsFor),
    ...(Array.isArray(edits)
      ? (edits as unknown[]).flatMap((edit, place) => editIssues(edit, `edits[${place}]`))
      : [wrongType('edits', edits, 'an array of what edit makes')]),
  ];
  return issues.map(placed(`${of}, hunk ${isNamed ? said(name) : nth + 1}`));
}

const A_REPORT = '{ function, result, error, iocb }, each a name';

function reportIssues(report: unknown, key: string): Issue[] {
  if (!isRecord(report)) return [wrongType(key, report, A_REPORT)];
  return [
    ...keyIssues(report, REPORT_KEYS),
    ...REPORT_KEYS.flatMap((name) =>
      typeof report[name] === 'string' ? [] : [wrongType(`${key}.${name}`, report[name], 'a name')],
    ),
  ];
}

/** As `edit` makes them. */
function editIssues(edit: unknown, key: string): Issue[] {
  const isEdit =
    isRecord(edit) &&
    typeof edit['proc'] === 'string' &&
    Array.isArray(edit['claims']) &&
    typeof edit['apply'] === 'function';
  return isEdit ? [] : [wrongType(key, edit, 'what edit(a function, { … }) makes')];
}

function wrongType(key: string | null, value: unknown, expected: string): Issue {
  const got = value === undefined ? 'missing' : `got ${described(value)}`;
  return { code: value === undefined ? 'missing' : 'type', message: key === null ? got : `${key}: ${got}`, expected };
}

const textOrNone = (key: string, value: unknown): Issue[] =>
  value === undefined || typeof value === 'string' ? [] : [wrongType(key, value, 'a text')];

const keyIssues = (value: object, known: readonly string[], shown = known): Issue[] =>
  unknownKeys(value, known).map((key) => ({
    code: 'unknown-key',
    message: `unknown key ${said(key)}`,
    expected: oneOfNear(key, shown),
  }));
