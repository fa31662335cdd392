/** Verdicts as JUnit XML: one test case per row, a failure where a property is violated, skipped where nothing is proved. */
import { InputError } from './exit.ts';
import { fileBehind, requireWritable, writeOutput } from './files.ts';
import { TRACE_FILE } from './traces.ts';

/** Blanks are references too: in an attribute they would be read as spaces. */
const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\t': '&#9;',
  '\n': '&#10;',
  '\r': '&#13;',
};
/** What XML 1.0 has no way to write: it is spelt out. */
// oxlint-disable-next-line no-control-regex -- these are meant
const NO_CHARACTER = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]|\p{Surrogate}/gu;
const spelt = (char: string): string => `\\u${(char.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`;
const escaped = (text: string): string =>
  text.replaceAll(NO_CHARACTER, spelt).replaceAll(/[&<>"\t\n\r]/g, (char) => entities[char] ?? char);

const PASSED = new Set(['holds', 'not-found']);

/** A verdict, of whichever search. */
export interface JunitRow {
  readonly patch: string;
  readonly scenario: string;
  readonly property: string;
  readonly verdict: string;
  readonly seconds: number;
  readonly message: string | null;
  readonly trace: string | null;
  /** The command that replays it. */
  readonly replay: string | null;
}

/** Violations as mails, by their rows; empty: of none there is one. */
export type Mails = ReadonlyMap<JunitRow, string>;

/** Refuses a file that cannot be written, and one that may be the trace of a verdict: that would be lost. */
export function requireJunit(path: string): void {
  requireWritable('--junit', path);
  if ([path, fileBehind(path)].some((name) => TRACE_FILE.test(name)))
    throw new InputError([`--junit ${path}: traces have such names; expected another, as verdicts.xml`]);
}

/** Throws OutputError where the file cannot be written. */
export const writeJunit = (path: string, command: string, rows: readonly JunitRow[], mails?: Mails): void =>
  writeOutput('--junit', path, junitOf(command, rows, mails));

/** What stands below the message of a failure, for whoever reads the report without the traces: where the trace is, and the mail. */
export const failureBody = ({ trace, replay }: JunitRow, mail?: string): string =>
  [trace, replay, ...(mail === undefined ? [] : ['', mail])].filter((line) => line !== null).join('\n');

export function junitOf(command: string, rows: readonly JunitRow[], mails: Mails = new Map()): string {
  const cases = rows.map((row) => {
    const { patch, scenario, property, verdict, seconds, message } = row;
    const open = `  <testcase classname="${escaped(`${patch}.${scenario}`)}" name="${escaped(property)}" time="${seconds.toFixed(3)}"`;
    if (verdict === 'violated')
      return `${open}><failure message="${escaped(message ?? '')}">${escaped(failureBody(row, mails.get(row)))}</failure></testcase>`;
    return PASSED.has(verdict) ? `${open}/>` : `${open}><skipped message="${verdict}"/></testcase>`;
  });
  const failures = rows.filter((row) => row.verdict === 'violated').length;
  const skipped = rows.filter(({ verdict }) => verdict !== 'violated' && !PASSED.has(verdict)).length;
  const suite = `<testsuite name="kioctx ${command}" tests="${rows.length}" failures="${failures}" skipped="${skipped}">`;
  return ['<?xml version="1.0" encoding="UTF-8"?>', suite, ...cases, '</testsuite>', ''].join('\n');
}
