/** What is done with a failing schedule can be stopped: whoever has it done is asked often enough. */
import { describe, expect, it } from 'vitest';
import { minimizing } from '../../counterexamples/aio/minimum.ts';
import { findingLivelockLoop } from '../../counterexamples/livelock-loop.ts';
import { reducingSwitches } from '../../counterexamples/fewer-switches.ts';
import { closeWorld } from '../../model/closed-world.ts';
import { runToEnd, PackedMachine, type Coroutine } from '../../model/core/index.ts';
import { type Scenario, worldOf } from '../../model/scenarios/format/scenario.ts';
import type { AioProperty } from '../../properties/aio/index.ts';
import { Run } from '../../properties/aio/runs.ts';
import { seededRandom } from '../../properties/search/seeded-random.ts';
import { uniform } from '../../properties/search/strategies.ts';
import { randomTurns } from '../../properties/search/walk.ts';
import { kernel, world } from '../properties/aio/decide.ts';

const patch = kernel('2.6.20');

/** Tasks that are all different, so that no two scenarios inside are the same. */
const scenario = world(
  [
    { op: 'buffered' },
    { op: 'direct_write', bios: 1 },
    { op: 'direct_write', bios: 2 },
    { op: 'direct_read', bios: 1 },
    { op: 'queued' },
    { op: 'retry', kicks: 1 },
  ],
  Object.fromEntries(Array.from({ length: 6 }, (_, i) => [`task${i}`, [{ io_submit: [i] }]])),
  { ring_nr: 8 },
);

/** How often it paused, and what it came to. */
function paused<T>(work: Coroutine<T>): { readonly pauses: number; readonly value: T } {
  for (let pauses = 0; ; pauses++) {
    const next = work.next();
    if (next.done) return { pauses, value: next.value };
  }
}

const someTurns = (machine: PackedMachine) => randomTurns(machine, uniform, seededRandom(2007));

describe('shrinking', () => {
  it('asks after few scenarios and few guessed runs', () => {
    /** Fails in the whole scenario alone, so that all inside is gone through, and guessed at. */
    const whole: AioProperty = {
      name: 'whole',
      meaning: 'a test',
      reason: 'a test',
      antecedent: { text: 'always', reached: () => true },
      always: (k) => (k.world.iocbs.length === scenario.iocbs.length ? 'all are there' : null),
    };
    let closings = 0;
    const closed = (sub: Scenario) => {
      closings++;
      return new PackedMachine(closeWorld(worldOf(sub), patch));
    };
    const machine = closed(scenario);
    const slices = minimizing(Run.of(scenario, machine, someTurns(machine)), whole, closed, { maxStates: 100 });
    let asked = 0;
    let most = 0;
    let next = slices.next();
    for (; !next.done; next = slices.next()) {
      asked++;
      most = Math.max(most, closings);
      closings = 0;
    }
    expect(next.value).toMatchObject({ isMinimal: false, clipped: 'max-states' });
    expect(most).toBeLessThanOrEqual(17);
    expect(asked).toBeGreaterThan(60);
  });
});

describe('straightening', () => {
  it('pauses on a long schedule, and comes to the same', () => {
    const machine = new PackedMachine(closeWorld(worldOf(scenario), patch));
    const turns = someTurns(machine);
    const { pauses, value } = paused(reducingSwitches(machine, turns, () => true));
    expect(pauses).toBeGreaterThan(1);
    expect(value).toEqual(runToEnd(reducingSwitches(machine, turns, () => true)));
    expect(value).not.toEqual(turns);
  });
});

describe('finding out whether an end can be reached', () => {
  it('pauses while it looks', () => {
    const small = world([{ op: 'direct_write', bios: 2 }], { task: [{ io_submit: [0] }] });
    const model = closeWorld(worldOf(small), patch);
    const { pauses, value } = paused(findingLivelockLoop(model, []));
    expect(pauses).toBeGreaterThan(1);
    expect(value).toBeNull();
  });
});
