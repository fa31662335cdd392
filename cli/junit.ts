/** Verdicts as JUnit XML: one test case per row, a failure where a property is violated, skipped where nothing is proved. */
import { writeOutput } from './files.ts';

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
/** Control characters have no place in XML 1.0, not even escaped. */
// oxlint-disable-next-line no-control-regex -- these are meant
const CONTROL = /[\u0000-\u0008\u000B\u000C\u000E-\u001F]/g;
const escaped = (text: string): string => text.replaceAll(CONTROL, '?').replaceAll(/[&<>"]/g, (c) => entities[c] ?? c);

const PASSED = new Set(['holds', 'not-found']);

/** A verdict, of whichever search. */
interface JunitRow {
  readonly patch: string;
  readonly scenario: string;
  readonly property: string;
  readonly verdict: string;
  readonly seconds: number;
  readonly message: string | null;
  readonly trace: string | null;
}

export function writeJunit(path: string, command: string, rows: readonly JunitRow[]): void {
  const cases = rows.map(({ patch, scenario, property, verdict, seconds, message, trace }) => {
    const open = `  <testcase classname="${escaped(`${patch}.${scenario}`)}" name="${property}" time="${seconds.toFixed(3)}"`;
    if (verdict === 'violated')
      return `${open}><failure message="${escaped(message ?? '')}">${escaped(trace ?? '')}</failure></testcase>`;
    return PASSED.has(verdict) ? `${open}/>` : `${open}><skipped message="${verdict}"/></testcase>`;
  });
  const failures = rows.filter((row) => row.verdict === 'violated').length;
  const skipped = rows.filter(({ verdict }) => verdict !== 'violated' && !PASSED.has(verdict)).length;
  const suite = `<testsuite name="kioctx ${command}" tests="${rows.length}" failures="${failures}" skipped="${skipped}">`;
  const xml = ['<?xml version="1.0" encoding="UTF-8"?>', suite, ...cases, '</testsuite>', ''].join('\n');
  writeOutput('--junit', path, xml);
}
