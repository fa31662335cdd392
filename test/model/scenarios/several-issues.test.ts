import { describe, expect, it } from 'vitest';
import { showIssue } from '../../../model/diagnostics/input-issue.ts';
import { issuesOf, whenSpoilt } from './spoilt.ts';

describe('a scenario is accepted that', () => {
  it.each([
    ['cancels what is never submitted', '"io_submit": [0, 2]', '"io_cancel": 1'],
    ['cancels a request twice', '"io_submit": [0, 2]', '"io_cancel": 0 }, { "io_cancel": 0'],
    ['destroys the context twice', '"io_submit": [0, 2]', '"io_destroy": true }, { "io_destroy": true'],
  ])('%s', (_, from, to) => {
    expect(whenSpoilt(from, to)).toEqual([]);
  });
});

describe('several issues', () => {
  it('are told in the order of the text', () => {
    expect(
      issuesOf('{"faults": {"x": 1}, "ring_nr": 0, "tasks": [], "iocbs": {}}').map(({ path, code }) => [path, code]),
    ).toEqual([
      ['version', 'missing'],
      ['name', 'missing'],
      ['faults.x', 'unknown-key'],
      ['ring_nr', 'range'],
      ['tasks', 'range'],
      ['iocbs', 'type'],
    ]);
  });

  it('are passed over in a file of another version, which may have other rules', () => {
    expect(issuesOf('{"version": 2, "ring": 4}').map(showIssue)).toEqual([
      'my.json:1:13: version: unknown format version 2; expected 1',
    ]);
  });
});
