/** Races that are known of this code (docs/races.md): each is named by its property, in a shipped scenario, and ends where it is known to end. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { PackedMachine } from '../../../model/core/index.ts';
import { closeWorld } from '../../../model/closed-world.ts';
import { worldOf } from '../../../model/scenarios/format/scenario.ts';
import { fireTurn } from '../../../properties/search/turn.ts';
import { shippedScenario } from '../../ground-truth/truth.ts';
import { decide, kernel, verdicts } from './decide.ts';

interface Race {
  readonly what: string;
  readonly scenario: string;
  readonly patch: string;
  readonly property: string;
  readonly says: string;
  /** Who takes the last step of the shortest schedule, and which; left out where the end alone is wrong, which has no step. */
  readonly last?: string;
  /** What closes it. */
  readonly closedBy?: string;
}

const races: readonly Race[] = [
  {
    what: 'both sides complete a request whose promise an error has overwritten',
    scenario: 'dw1-inval',
    patch: '2.6.20',
    property: 'no-double-completion',
    says: 'the completion of request 0 begins a second time',
    last: 'bio0.0 dio_bio_end_aio.drop',
    closedBy: 'post-eiocbqueued',
  },
  {
    what: 'the last put inserts an event and wakes nobody',
    scenario: 'buffered-reader',
    patch: 'post-eiocbqueued',
    property: 'no-lost-wakeup',
    says: 'reader sleeps in read_events() for ever, and the ring holds an event',
    closedBy: 'post-eiocbqueued+wake',
  },
  {
    what: 'so does the put behind a retry',
    scenario: 'retry1',
    patch: 'post-eiocbqueued',
    property: 'no-lost-wakeup',
    says: 'submitter sleeps in read_events() for ever, and the ring holds an event',
    closedBy: 'post-eiocbqueued+wake',
  },
  {
    what: 'io_cancel marks a request that is just completing, and nobody is told of it',
    scenario: 'queued-cancel',
    patch: '2.6.20',
    property: 'cancel-exclusive',
    says: 'request 0 was cancelled, and in the end the ring had 0 of its events and io_cancel handed out 0',
    closedBy: '2.6.20+cancel-when-dequeued',
  },
  {
    what: 'io_submit makes a request of a context whose destroyer has seen that there is none',
    scenario: 'dw1-destroy',
    patch: '2.6.20',
    property: 'refcount-sound',
    says: 'bug_on:__put_ioctx',
    last: 'destroyer __put_ioctx.bug',
    closedBy: '2.6.20+check-dead',
  },
  {
    what: 'and the context is freed under the interrupt that completes the request',
    scenario: 'dw1-destroy',
    patch: '2.6.20',
    property: 'no-use-after-free',
    says: 'use_after_free:kioctx',
    last: 'bio0.0 really_put_req.dead',
    closedBy: '2.6.20+check-dead',
  },
  {
    what: 'a kick unlocks, and queues work on a context that is freed meanwhile',
    scenario: 'retry2-self-destroy',
    patch: '2.6.20',
    property: 'no-use-after-free',
    says: 'use_after_free:kioctx',
    last: 'kick0.1 aio_queue_work.waiting',
  },
  {
    what: 'io_destroy wakes nobody who waits for events',
    scenario: 'dw1-reader-destroy',
    patch: '2.6.20',
    property: 'teardown-finishes',
    says: 'reader sleeps in read_events() for ever, on a context that is destroyed',
    closedBy: '2.6.20+wake-at-destroy',
  },
  {
    what: 'fs/direct-io.c:1113 reads the dio behind its own put',
    scenario: 'dw1',
    patch: '2.6.20+dio-bugon',
    property: 'no-use-after-free',
    says: 'use_after_free:dio',
    last: 'submitter direct_io_worker.bug',
    closedBy: '2.6.20',
  },
  {
    what: 'with two events for one slot the ring overflows',
    scenario: 'dw1-inval-ring2',
    patch: '2.6.20',
    property: 'ring-sound',
    says: 'the ring overflows: no slot is left empty',
    closedBy: 'post-eiocbqueued',
  },
  {
    what: 'the O_SYNC flush overwrites the promise too',
    scenario: 'dw1-osync',
    patch: '2.6.20',
    property: 'no-double-completion',
    says: 'the completion of request 0 begins a second time',
    closedBy: 'post-eiocbqueued',
  },
  {
    what: 'the put of a cancel inserts silently too',
    scenario: 'queued-cancel-reader-block',
    patch: 'post-eiocbqueued',
    property: 'no-lost-wakeup',
    says: 'reader sleeps in read_events() for ever, and the ring holds an event',
    closedBy: 'post-eiocbqueued+wake',
  },
  {
    what: 'io_cancel marks a request that is complete',
    scenario: 'queued-cancel',
    patch: '2.6.20',
    property: 'flags-protocol',
    says: 'request 0 is completed, and then its KIF_CANCELLED changes',
  },
];

/** `context proc.label` of the last step. */
function endOf({ scenario, patch, property }: Race): { says: string | undefined; last: string } {
  const { violation } = decide(scenario, kernel(patch)).judgements.find((one) => one.property.name === property) ?? {};
  const machine = new PackedMachine(closeWorld(worldOf(shippedScenario(scenario)), kernel(patch)));
  machine.reset();
  let last = '';
  for (const turn of violation?.turns ?? []) last = `${machine.contexts[turn.context]} ${fireTurn(machine, turn).step}`;
  return { says: violation?.message, last };
}

describe.each(races)('$what ($scenario, $patch)', (race) => {
  it(`is what ${race.property} says, and where the schedule ends`, () => {
    const { says, last } = endOf(race);
    expect({ says, last: race.last && last }).toEqual({ says: race.says, last: race.last });
  });
});

it('every race that docs/races.md shows in a scenario is one of these', () => {
  const text = readFileSync(new URL('../../../docs/races.md', import.meta.url), 'utf8');
  const shown = [...text.matchAll(/`([a-z0-9-]+)`(?:, `[a-z0-9-]+`)*(?: with `[^`]+`)?: ([a-z-]+-[a-z-]+)/g)];
  const tested = new Set(races.map(({ scenario, property }) => `${scenario}: ${property}`));
  expect(shown.length).toBeGreaterThan(10);
  expect(shown.map(([, scenario, property]) => `${scenario}: ${property}`).filter((one) => !tested.has(one))).toEqual(
    [],
  );
});

it.each(races.flatMap(({ closedBy, ...race }) => (closedBy === undefined ? [] : [{ ...race, closedBy }])))(
  '$closedBy closes that $what',
  ({ scenario, property, closedBy }) => expect(verdicts(scenario, kernel(closedBy))[property]).toBe('holds'),
);
