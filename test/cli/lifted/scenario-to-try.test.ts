/** The scenario that `kioctx lift` proposes for what a patch edits. */
import { expect, it } from 'vitest';
import { scenarioToTry } from '../../../cli/lifted/scenario-to-try.ts';
import { closeWorld } from '../../../model/closed-world.ts';
import { PackedMachine, unpatched } from '../../../model/core/index.ts';
import { baseProcs } from '../../../model/lift/base-names.ts';
import { worldOf } from '../../../model/scenarios/format/scenario.ts';
import { seededRandom } from '../../../properties/search/seeded-random.ts';
import { uniform } from '../../../properties/search/strategies.ts';
import { walk } from '../../../properties/search/walk.ts';
import { shippedScenario } from '../../ground-truth/truth.ts';

/** The rarest function is passed in one of some hundred schedules. */
const SCHEDULES = 400;

function passed(scenario: string): ReadonlySet<string> {
  const machine = new PackedMachine(closeWorld(worldOf(shippedScenario(scenario)), unpatched));
  const random = seededRandom(2007);
  const found = new Set<string>();
  machine.record(true);
  for (let schedule = 0; schedule < SCHEDULES; schedule++)
    walk(machine, uniform, random, () => {
      for (const { proc } of machine.passed()) found.add(proc);
    });
  return found;
}

it('each function is passed in the scenario that is proposed for it', () => {
  const proposed = [...baseProcs.keys()].map((name) => ({ name, scenario: scenarioToTry([name]) }));
  const passedIn = new Map([...new Set(proposed.map(({ scenario }) => scenario))].map((one) => [one, passed(one)]));
  expect(proposed.length).toBeGreaterThan(60);
  expect(proposed.filter(({ name, scenario }) => passedIn.get(scenario)?.has(name) !== true)).toEqual([]);
});

it.each<[scenario: string, edited: readonly string[]]>([
  ['dw1-inval', []],
  ['dw1-inval', ['aio_complete', '__aio_put_req']],
  ['queued-cancel', ['aio_complete', 'sys_io_cancel']],
  ['dw1-destroy', ['aio_complete', 'aio_cancel_all']],
  ['queued-cancel-reader', ['read_events', 'aio_read_evt', 'sys_io_cancel']],
  ['dw1-reader-destroy', ['read_events', 'io_destroy']],
  ['retry1-destroy', ['kick_iocb', 'io_destroy']],
  ['retry1', ['kick_iocb']],
])('%s for %j', (scenario, edited) => {
  expect(scenarioToTry(edited)).toBe(scenario);
});

it('one in which somebody sets what the patch looks at', () => {
  expect(scenarioToTry(['io_submit_one'], ['\tif (ctx->dead) {'])).toBe('dw1-destroy');
  expect(scenarioToTry(['read_events'], ['\tif (ctx->dead)'])).toBe('dw1-reader-destroy');
  expect(scenarioToTry(['aio_complete'], ['\tif (kiocbIsCancelled(iocb))'])).toBe('dw1-inval');
});
