import { describe, expect, it } from 'vitest';
import { showIssue } from '../../../model/diagnostics/input-issue.ts';
import { closed, list } from '../../../model/diagnostics/json-schema.ts';
import { readJson } from '../../../model/diagnostics/read-json.ts';
import { scenarioSchema } from '../../../model/scenarios/format/scenario-schema.ts';
import { two } from './two.ts';

/** Any file that holds scenarios. */
const suite = closed('a suite', { scenarios: list(scenarioSchema, 'an array of scenarios') });

const issuesOf = (text: string): string[] => {
  const read = readJson(text, 'suite.json', suite);
  return read.ok ? [] : read.issues.map(showIssue);
};

describe('a scenario inside another file', () => {
  it('is read with its defaults', () => {
    const read = readJson(`{ "scenarios": [${two}] }`, 'suite.json', suite);
    expect(read).toHaveProperty('value.scenarios[0].iocbs[0]', {
      op: 'direct_write',
      bios: 1,
      o_sync: false,
      append: false,
    });
  });

  it('has its issues at their places in that file', () => {
    expect(issuesOf(`{ "scenarios": [\n${two}, ${two.replace('[0, 2]', '[2, 2]')}] }`)).toEqual([
      'suite.json:19:57: scenarios[1].tasks[0].calls[0].io_submit[1]: iocb 2 is submitted by task submitter already; expected each iocb submitted at most once',
    ]);
  });
});
