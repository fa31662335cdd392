/** What is said of the valid scenario of two.ts when something in it is wrong. */
import { type InputIssue, showIssue } from '../../../model/diagnostics/input-issue.ts';
import { readScenario } from '../../../model/scenarios/format/scenario-schema.ts';
import { two } from './two.ts';

export function issuesOf(text: string): readonly InputIssue[] {
  const read = readScenario(text, 'my.json');
  return read.ok ? [] : read.issues;
}

/** What is said when `from` in the valid scenario is `to`. */
export function whenSpoilt(from: string, to: string): string[] {
  if (!two.includes(from)) throw new Error(`${from} is not in the scenario`);
  return issuesOf(two.replace(from, to)).map(showIssue);
}
