import { describe, expect, it } from 'vitest';
import type { World, WorldIocb } from '../../../model/world.ts';
import { type Scenario, worldOf } from '../../../model/scenarios/format/scenario.ts';
import { readScenario } from '../../../model/scenarios/format/scenario-schema.ts';
import { two } from './two.ts';

const plain: Omit<WorldIocb, 'op'> = {
  bios: 0,
  firstBio: 0,
  o_sync: false,
  append: false,
  kicks: 0,
  firstKick: 0,
  cancellable: false,
  lastFile: false,
};

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
        { ...plain, op: 'direct_write', bios: 1, firstBio: 0 },
        { ...plain, op: 'direct_read', bios: 2, firstBio: 1 },
        { ...plain, op: 'buffered', bios: 0, firstBio: 3 },
      ],
      tasks: [
        { name: 'submitter', calls: [{ call: 'io_submit', iocbs: [0, 2] }] },
        {
          name: 'reader',
          calls: [{ call: 'io_getevents', min_nr: 1, nr: 1, timeout: false, signals: false, until: 0 }],
        },
      ],
      faults: { invalidate: [0], osync: [0], bio: [0, -5] },
      listed: ['bio'],
    });
  });

  it('keeps the flags of a write', () => {
    const spelt = two.replace('"direct_write"', '"direct_write", "o_sync": true, "append": true, "bios": 4');
    expect(worldOf(scenarioOf(spelt)).iocbs.slice(0, 2)).toEqual([
      { ...plain, op: 'direct_write', bios: 4, firstBio: 0, o_sync: true, append: true },
      { ...plain, op: 'direct_read', bios: 2, firstBio: 4 },
    ]);
  });

  it('has the kicks of its retries numbered, and tells which drivers can cancel', () => {
    const ops = [
      { op: 'retry' },
      { op: 'direct_write', bios: 3, file: 'last' },
      { op: 'queued', file: 'last' },
      { op: 'retry', kicks: 3 },
      { op: 'queued', cancellable: false },
    ];
    expect(worldOf(scenarioOf(two.replace(/"iocbs": .*/, `"iocbs": ${JSON.stringify(ops)},`))).iocbs).toEqual([
      { ...plain, op: 'retry', kicks: 1 },
      { ...plain, op: 'direct_write', bios: 3, firstKick: 1, lastFile: true },
      { ...plain, op: 'queued', firstBio: 3, firstKick: 1, cancellable: true, lastFile: true },
      { ...plain, op: 'retry', firstBio: 3, kicks: 3, firstKick: 1 },
      { ...plain, op: 'queued', firstBio: 3, firstKick: 4 },
    ]);
  });

  it('has calls that cancel, that destroy, and that may time out', () => {
    const calls =
      '{ "io_getevents": { "min_nr": 0, "nr": 2, "timeout": "may" } }, { "io_cancel": 1 }, { "io_destroy": true }';
    expect(worldOf(scenarioOf(two.replace('{ "io_submit": [0, 2] }', calls))).tasks[0]?.calls).toEqual<
      World['tasks'][number]['calls']
    >([
      { call: 'io_getevents', min_nr: 0, nr: 2, timeout: true, signals: false, until: 0 },
      { call: 'io_cancel', iocb: 1 },
      { call: 'io_destroy' },
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
