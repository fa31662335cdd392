/** Verdicts as JUnit XML: one test case per row, a failure where a property is violated, skipped where nothing is proved. */
import { writeFileSync } from 'node:fs';
import { InputError } from './exit.ts';
import type { Row } from './proving.ts';

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escaped = (text: string): string => text.replaceAll(/[&<>"]/g, (c) => entities[c] ?? c);

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
  try {
    writeFileSync(path, xml);
  } catch (problem) {
    const why = problem instanceof Error ? problem.message : String(problem);
    throw new InputError([`--junit ${path}: cannot write there: ${why}`]);
  }
}
