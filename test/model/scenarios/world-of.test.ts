import { describe, expect, it } from 'vitest';
import type { World } from '../../../model/env/world.ts';
import { readScenario, type Scenario, worldOf } from '../../../model/scenarios/scenario.ts';
import { two } from './two.ts';

function scenarioOf(text: string): Scenario {
  const read = readScenario(text, 'my.json');
  if (!read.ok) throw new Error(`not a scenario: ${JSON.stringify(read.issues)}`);
  return read.scenario;
}

describe('the world of a scenario', () => {
  it('has its requests with defaults, its bios numbered, its calls and its errors as numbers', () => {
    expect(worldOf(scenarioOf(two))).toEqual<World>({
      ring_nr: 4,
      iocbs: [
        { op: 'direct_write', bios: 1, firstBio: 0, o_sync: false, append: false },
        { op: 'direct_read', bios: 2, firstBio: 1, o_sync: false, append: false },
        { op: 'buffered', bios: 0, firstBio: 3, o_sync: false, append: false },
      ],
      tasks: [
        { name: 'submitter', calls: [{ call: 'io_submit', iocbs: [0, 2] }] },
        { name: 'reader', calls: [{ call: 'io_getevents', min_nr: 1, nr: 1 }] },
      ],
      faults: { invalidate: [0], osync: [0], bio: [0, -5] },
      listed: ['bio'],
    });
  });

  it('keeps the flags of a write', () => {
    const spelt = two.replace('"direct_write"', '"direct_write", "o_sync": true, "append": true, "bios": 4');
    expect(worldOf(scenarioOf(spelt)).iocbs.slice(0, 2)).toEqual([
      { op: 'direct_write', bios: 4, firstBio: 0, o_sync: true, append: true },
      { op: 'direct_read', bios: 2, firstBio: 4, o_sync: false, append: false },
    ]);
  });

  it('tells a kind of fault that is listed without errors from one that is not listed', () => {
    const { faults, listed } = worldOf(
      scenarioOf(two.replace('"bio": ["EIO"]', '"osync": [], "invalidate": ["ENOSPC"]')),
    );
    expect(faults).toEqual({ invalidate: [0, -28], osync: [0], bio: [0] });
    expect(listed).toEqual(['invalidate', 'osync']);
  });

  it('can have no requests, tasks without calls and no faults', () => {
    const text = '{"version":1,"name":"idle","ring_nr":2,"iocbs":[],"tasks":[{"name":"t","calls":[]}]}';
    expect(worldOf(scenarioOf(text))).toEqual<World>({
      ring_nr: 2,
      iocbs: [],
      tasks: [{ name: 't', calls: [] }],
      faults: { invalidate: [0], osync: [0], bio: [0] },
      listed: [],
    });
  });
});
