/** The commits of mainline that are shipped as patches: what each closes, what it breaks, and what it goes with. */
import { describe, expect, it } from 'vitest';
import { PackedMachine } from '../../../model/core/index.ts';
import { closeWorld } from '../../../model/closed-world.ts';
import { patchByName, patchNames } from '../../../model/named-patches.ts';
import { edit } from '../../../model/kernel.ts';
import { aio_store_event } from '../../../model/patches/event-at-last-put.ts';
import { partPatches } from '../../../model/patches/index.ts';
import { lineage, patchOfCommit } from '../../../model/patches/lineage.ts';
import { type Scenario, worldOf } from '../../../model/scenarios/format/scenario.ts';
import { complaints, kernel, outcomeTexts, spoilt, verdicts, world } from '../../properties/aio/decide.ts';
import { shippedScenario } from '../../ground-truth/truth.ts';

/** Two wait for an event, and the context is destroyed. */
const TWO_READERS = world([{ op: 'buffered' }], {
  reader0: [{ io_getevents: { min_nr: 1, nr: 1 } }],
  reader1: [{ io_getevents: { min_nr: 1, nr: 1 } }],
  destroyer: [{ io_destroy: true }],
});

interface Repair {
  readonly patch: string;
  /** What it is put upon. */
  readonly on: string;
  readonly scenario: string | Scenario;
  /** Violated without it, and with it no more. */
  readonly closes: readonly string[];
  /** Violated both without and with it. */
  readonly leaves: readonly string[];
  /** Violated with it alone. */
  readonly breaks: readonly string[];
}

const DOUBLE = [
  'no-double-completion',
  'first-error-wins',
  'exactly-one-event',
  'refcount-sound',
  'no-use-after-free',
] as const;

const repairs: readonly Repair[] = [
  {
    patch: 'osync-keeps-queued',
    on: 'mainline-2.6.21',
    scenario: 'dw1-osync',
    closes: DOUBLE,
    leaves: [],
    breaks: ['error-reported'],
  },
  {
    patch: 'osync-keeps-queued',
    on: '2.6.20',
    scenario: 'dw1-inval',
    closes: [],
    leaves: DOUBLE,
    breaks: [],
  },
  {
    patch: 'mainline-2.6.24',
    on: '2.6.20',
    scenario: 'dw1-inval',
    closes: DOUBLE,
    leaves: [],
    breaks: ['error-reported'],
  },
  { patch: 'mainline-2.6.24', on: '2.6.20', scenario: 'dw1-osync', closes: [], leaves: DOUBLE, breaks: [] },
  {
    patch: 'cancel-by-cmpxchg',
    on: '2.6.20',
    scenario: 'queued-cancel',
    closes: ['flags-protocol'],
    leaves: ['cancel-exclusive'],
    breaks: [],
  },
  {
    patch: 'event-for-cancelled',
    on: '2.6.20',
    scenario: 'queued-cancel',
    closes: ['cancel-exclusive'],
    leaves: ['flags-protocol'],
    breaks: [],
  },
  {
    patch: 'wake-one-at-destroy',
    on: '2.6.20+check-dead',
    scenario: 'dw1-reader-destroy',
    closes: ['teardown-finishes'],
    leaves: [],
    breaks: [],
  },
  {
    patch: 'wake-one-at-destroy',
    on: '2.6.20',
    scenario: TWO_READERS,
    closes: [],
    leaves: ['teardown-finishes'],
    breaks: [],
  },
  {
    patch: 'wake-at-destroy',
    on: '2.6.20',
    scenario: TWO_READERS,
    closes: ['teardown-finishes'],
    leaves: [],
    breaks: [],
  },
  {
    patch: 'wake-one-at-destroy+nonexclusive-wait',
    on: '2.6.20',
    scenario: TWO_READERS,
    closes: ['teardown-finishes'],
    leaves: [],
    breaks: [],
  },
  {
    patch: 'nonexclusive-wait',
    on: '2.6.20',
    scenario: 'buffered-reader',
    closes: [],
    leaves: [],
    breaks: [],
  },
  {
    patch: 'event-at-last-put',
    on: '2.6.20',
    scenario: 'dw1-inval',
    closes: ['exactly-one-event'],
    leaves: DOUBLE.filter((property) => property !== 'exactly-one-event'),
    breaks: [],
  },
  {
    patch: 'event-for-cancelled',
    on: 'event-at-last-put',
    scenario: 'queued-cancel',
    closes: ['cancel-exclusive'],
    leaves: ['flags-protocol'],
    breaks: [],
  },
  {
    patch: 'event-at-last-put',
    on: 'mainline-2.6.24+osync-keeps-queued',
    scenario: 'dw1-osync-all',
    closes: [],
    leaves: ['error-reported'],
    breaks: [],
  },
];

describe.each(repairs)('$patch upon $on', ({ patch, on, scenario, closes, leaves, breaks }) => {
  const where = typeof scenario === 'string' ? scenario : 'a scenario with two readers';
  it(`in ${where} closes ${closes.join(', ') || 'nothing'}, and breaks ${breaks.join(', ') || 'nothing'}`, () => {
    const before = Object.keys(complaints(scenario, kernel(on)));
    const after = Object.keys(complaints(scenario, kernel(`${on}+${patch}`)));
    expect({
      closes: before.filter((property) => !after.includes(property)),
      leaves: before.filter((property) => after.includes(property)),
      breaks: after.filter((property) => !before.includes(property)),
    }).toEqual({ closes, leaves, breaks });
  });
});

describe('event-at-last-put loses none of the wakeups that post-eiocbqueued loses', () => {
  it.each(['buffered-reader', 'retry1', 'queued-cancel-reader-block'])('%s', (scenario) => {
    expect(verdicts(scenario, kernel('post-eiocbqueued'))['no-lost-wakeup']).toBeTypeOf('number');
    expect(verdicts(scenario, kernel('event-at-last-put'))['no-lost-wakeup']).toBe('holds');
  });

  it('since it wakes where it inserts: without that it loses them too', () => {
    const silent = spoilt('event-at-last-put', [edit(aio_store_event, { remove: ['active', 'wake'] })]);
    expect(verdicts('buffered-reader', silent)['no-lost-wakeup']).toBeTypeOf('number');
  });
});

describe('nonexclusive-wait changes who is woken, and no outcome where nobody leaves', () => {
  it.each(['buffered-reader', 'dw1-reader', 'dw1-reader-may'])('%s', (scenario) => {
    expect(outcomeTexts(scenario, kernel('nonexclusive-wait'))).toEqual(outcomeTexts(scenario, kernel('2.6.20')));
  });
});

describe('each goes with check-dead and wake-at-destroy', () => {
  /** These change the same statements. */
  const isOfWaking = (name: string): boolean => name.startsWith('wake');
  const parts = [...new Set(lineage.flatMap(({ patch }) => (patch === null ? [] : [patch])))].filter(
    (name) => name !== 'check-dead' && !isOfWaking(name),
  );

  it.each([...parts, 'nonexclusive-wait'])('%s, which then is as sound when a context is destroyed', (name) => {
    const all = kernel(`${name}+check-dead+wake-at-destroy`);
    const backwards = kernel(`wake-at-destroy+check-dead+${name}`);
    expect(complaints('dw1-destroy', all)).toEqual({});
    expect(complaints('append1-destroy', all)).toEqual({});
    expect(outcomeTexts('append1-destroy', backwards)).toEqual(outcomeTexts('append1-destroy', all));
  });

  it('those that decide the same statement are refused together, with the statement', () => {
    const closing = (name: string) => () =>
      new PackedMachine(closeWorld(worldOf(shippedScenario('dw1')), kernel(name)));
    expect(closing('cancel-by-cmpxchg+event-for-cancelled')).toThrow(
      'aio_complete.cancelled is already changed by hunk complete-first',
    );
    expect(closing('wake-at-destroy+wake-one-at-destroy')).toThrow('read_events.got is already changed');
  });
});

describe('a commit of mainline', () => {
  const shipped = lineage.flatMap(({ commit, patch }) => (patch === null ? [] : [{ commit, patch }]));

  it.each(shipped)('$commit is a name of $patch', ({ commit, patch }) => {
    for (const id of [commit, commit.slice(0, 8), `${commit}${'0'.repeat(40 - commit.length)}`]) {
      const found = patchByName(`2.6.20+${id}`);
      expect(found.ok && found.patch.hunks).toEqual(kernel(patch).hunks);
    }
    expect(patchByName(commit)).toEqual({ ok: true, patch: kernel(patch) });
  });

  it.each(shipped)('$commit is in the summary of $patch', ({ commit, patch }) =>
    expect(kernel(patch).summary).toContain(commit.slice(0, 8)),
  );

  const without = lineage.flatMap((one) => (one.patch === null ? [one] : []));

  it.each(without)('$commit, which has no patch, names none, and it is said why', ({ commit, why }) => {
    expect(patchByName(commit)).toEqual({ ok: false, unknown: commit });
    expect(why).toMatch(/^.{10,}$/);
  });

  it.each(['7137c6', '7137c6be', '7137C6BD', 'deadbee', '7137c6bd4553', '7137c6bd4552zz', '', '2.6.20'])(
    'is not what %j is',
    (name) => expect(patchOfCommit(name)).toBe(undefined),
  );

  it('comes in the order of time, and every one is of a patch that there is', () => {
    const years = lineage.map(({ year }) => year);
    expect(years).toEqual(years.toSorted((a, b) => a - b));
    expect(shipped.filter(({ patch }) => !patchNames.includes(patch))).toEqual([]);
    expect(new Set(lineage.map(({ commit }) => commit.slice(0, 7))).size).toBe(lineage.length);
  });

  it('is behind every part that is not ours', () => {
    const ours = [
      'wake',
      'dio-bugon',
      'cancel-when-dequeued',
      'nonexclusive-wait',
      'wait-by-callback',
      'wake-with-reference',
      'sync-task-first',
    ];
    const named = new Set(shipped.map(({ patch }) => patch));
    expect(partPatches.map(({ name }) => name).filter((name) => !named.has(name))).toEqual(ours);
  });
});
