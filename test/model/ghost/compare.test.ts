/** The comparison of ledgers notices what it is there for. */
import { describe, expect, it } from 'vitest';
import { base } from '../../../model/patches/index.ts';
import { Comparison, type LedgerDifference, showDifference } from './compare.ts';
import { firstDifference, unlessAt } from './compared-fields.ts';
import { handWritten } from './hand-written-of-patches.ts';
import { kernelNamed } from './patched-kernels.ts';
import { scenariosPassing } from './reaching.ts';
import type { AllHandWritten, HandWritten } from './rows.ts';

type Kind = keyof HandWritten;

const without = (rows: HandWritten, kind: Kind, id: string): HandWritten => ({
  ...rows,
  [kind]: Object.fromEntries(Object.entries(rows[kind] ?? {}).filter(([name]) => name !== id)),
});

const TRIES = Array.from({ length: 24 }, (_, number) => number);

/** The first difference on some schedules of some scenarios that come to the step; null: there was none. */
function noticed(kernel: string, rows: AllHandWritten, scenarios: readonly string[]): LedgerDifference | null {
  const patch = kernelNamed(kernel);
  for (const scenario of scenarios.slice(0, 4)) {
    const comparison = new Comparison(patch, rows);
    for (const number of TRIES) {
      const difference = comparison.on(scenario, number);
      if (difference !== null) return difference;
    }
  }
  return null;
}

/** Where a row is noticed, if that is not on the base in scenarios that come to its step. */
const ELSEWHERE: Readonly<Record<string, { readonly kernel: string; readonly scenario: string }>> = {
  'user_task.returned': { kernel: 'keep-context', scenario: 'two-dw-ring2' },
  'sys_io_submit.stop': { kernel: 'keep-file', scenario: 'two-dw-ring2' },
  'aio_cancel_all.get': { kernel: base.name, scenario: 'queued-destroy' },
  'generic_file_direct_IO.failed': { kernel: base.name, scenario: 'dw1-inval' },
};

/** What these record is on record already, or is recorded again before the action is over. */
const SAID_TWICE = new Set(['io_submit_one.fput', 'ep_aio_cancel.cancel']);

describe('a row of the base that is left out is noticed', () => {
  const { records = {}, kiocbPuts = {} } = handWritten.base;
  const rows = [
    ...Object.keys(records)
      .filter((id) => !SAID_TWICE.has(id))
      .map((id) => ['records', id] as const),
    ...Object.keys(kiocbPuts).map((id) => ['kiocbPuts', id] as const),
  ];
  it.each(rows)('of %s: %s', (kind, id) => {
    const { kernel, scenario } = ELSEWHERE[id] ?? { kernel: base.name, scenario: null };
    const left = { ...handWritten, base: without(handWritten.base, kind, id) };
    expect(noticed(kernel, left, scenario === null ? scenariosPassing([id]) : [scenario])).not.toBeNull();
  });
});

describe('so is one of a patch', () => {
  it.each([
    ['post-eiocbqueued', 'aio_ring_insert_entry.event', 'dw1'],
    ['post-eiocbqueued', 'aio_propogate_error.existing', 'dw1-inval'],
    ['mainline-2.6.21', 'generic_file_direct_IO.invalidate_before', 'dw1'],
    ['cancel-when-dequeued', 'dummy_dequeue.cancelled', 'queued-self-cancel'],
    ['kick-outside-lock', 'try_queue_kicked_iocb.kick_unlocked', 'retry1'],
  ])('of %s: %s', (patch, id, scenario) => {
    const { brought, hunks } = handWritten;
    const left: AllHandWritten = {
      ...handWritten,
      brought: without(brought, 'records', id),
      hunks: Object.fromEntries(
        Object.entries(hunks).map(([hunk, rows]) => [hunk, without(rows, 'records', id)] as const),
      ),
    };
    expect(noticed(patch, left, [scenario])).not.toBeNull();
  });
});

describe('a reference that is put down to another holder is noticed', () => {
  const { kiocbPuts = {}, kioctxReferences = {} } = handWritten.base;

  it.each(Object.entries(kiocbPuts))('below %s, where it is that of %s', (id, holder) => {
    const wrong = { ...kiocbPuts, [id]: holder === 'others' ? 'io' : 'others' } as const;
    const rows = { ...handWritten, base: { ...handWritten.base, kiocbPuts: wrong } };
    expect(noticed(base.name, rows, scenariosPassing([id]))).not.toBeNull();
  });

  // What is put last in a system call is forgotten when that returns: there only a put in the name of the list leaves a mark.
  it.each([
    ['lookup_ioctx.get', 'fput'],
    ['sys_io_submit.put', 'list'],
    ['sys_io_getevents.put', 'list'],
    ['sys_io_cancel.put', 'list'],
    ['io_destroy.put', 'fput'],
    ['io_destroy.put_list', 'lookup'],
    ['__aio_put_req.get', 'lookup'],
    ['aio_fput_routine.put', 'lookup'],
  ] as const)('below %s, as that of %s', (id, wrong) => {
    const rows = {
      ...handWritten,
      base: { ...handWritten.base, kioctxReferences: { ...kioctxReferences, [id]: wrong } },
    };
    expect(noticed(base.name, rows, scenariosPassing([id]))).not.toBeNull();
  });
});

it('what a row throws is not taken for a mistake of the modelled code', () => {
  const records = {
    ...handWritten.base.records,
    'io_submit_one.fget': () => {
      throw new Error('a mistake in a row');
    },
  };
  const rows = { ...handWritten, base: { ...handWritten.base, records } };
  expect(() => noticed(base.name, rows, ['buffered'])).toThrow('a mistake in a row');
});

it('a field may be left out while a context stands at a step, or has called from there', () => {
  const stack = [
    { proc: 'aio_complete', label: 'put_rq', locals: {} },
    { proc: '__aio_put_req', label: 'drop', locals: {} },
  ];
  const state = { pools: { request: [{ entered: true }] }, stacks: { bio: stack }, halted: null };
  const shadow = { request: [{ entered: false }] };
  const difference = { field: 'request[0].entered', inState: true, byHand: false };
  const told = (step: string) => firstDifference(state, shadow, { request: { entered: unlessAt(step) } });
  expect(told('aio_complete.lock')).toEqual(difference);
  expect(told('aio_complete.put_rq')).toBeNull();
  expect(told('__aio_put_req.drop')).toBeNull();
});

it('a difference names the patch, the scenario, the step, the field, both values, and the schedule up to there', () => {
  const rows = { ...handWritten, base: without(handWritten.base, 'records', '__aio_get_req.alloc') };
  const difference = noticed(base.name, rows, ['buffered']);
  expect(difference === null ? '' : showDifference(difference)).toMatchInlineSnapshot(`
    "2.6.20 in buffered, step 8, submitter __aio_get_req.alloc: request[0].held_by_submission is true in the state and false by hand
    submitter lookup_ioctx.lock
    submitter lookup_ioctx.search
    submitter lookup_ioctx.dead
    submitter get_ioctx.bug
    submitter get_ioctx.inc
    submitter lookup_ioctx.unlock
    submitter io_submit_one.fget
    submitter __aio_get_req.alloc"
  `);
});
