/** Verdicts as JUnit XML: one test case per row, a failure where a property is violated, skipped where nothing is proved. */
import { writeOutput } from './files.ts';
import type { Row } from './proving.ts';

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
/** Control characters have no place in XML 1.0, not even escaped. */
// oxlint-disable-next-line no-control-regex -- these are meant
const CONTROL = /[\u0000-\u0008\u000B\u000C\u000E-\u001F]/g;
const escaped = (text: string): string => text.replaceAll(CONTROL, '?').replaceAll(/[&<>"]/g, (c) => entities[c] ?? c);

export function writeJunit(path: string, rows: readonly Row[]): void {
  const cases = rows.map(({ patch, scenario, property, verdict, seconds, message, trace }) => {
    const open = `  <testcase classname="${escaped(`${patch}.${scenario}`)}" name="${property}" time="${seconds.toFixed(3)}"`;
    if (verdict === 'violated')
      return `${open}><failure message="${escaped(message ?? '')}">${escaped(trace ?? '')}</failure></testcase>`;
    return verdict === 'holds' ? `${open}/>` : `${open}><skipped message="${verdict}"/></testcase>`;
  });
  const failures = rows.filter((row) => row.verdict === 'violated').length;
  const skipped = rows.filter((row) => row.verdict === 'clipped' || row.verdict === 'not-applicable').length;
  const suite = `<testsuite name="kioctx prove" tests="${rows.length}" failures="${failures}" skipped="${skipped}">`;
  const xml = ['<?xml version="1.0" encoding="UTF-8"?>', suite, ...cases, '</testsuite>', ''].join('\n');
  writeOutput('--junit', path, xml);
}
