/** Random scenarios and their parts, as the tests of their arbitrary look at them. */
import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import type { Scenario } from '../../../model/scenarios/format/scenario.ts';
import { scenarioSchema } from '../../../model/scenarios/format/scenario-schema.ts';
import { type ScenarioConstraints, scenarios } from '../../../properties/aio/scenario-arbitrary.ts';

export const SAMPLES = 1000;
export const samples = (constraints?: ScenarioConstraints, numRuns = SAMPLES): Scenario[] =>
  fc.sample(scenarios(constraints), { seed: 2007, numRuns });

export const calls = (scenario: Scenario) => scenario.tasks.flatMap((task) => task.calls);
export const reads = (scenario: Scenario) =>
  calls(scenario).flatMap((call) => ('io_getevents' in call ? [call.io_getevents] : []));
export const submits = (scenario: Scenario) =>
  calls(scenario).flatMap((call) => ('io_submit' in call ? [call.io_submit] : []));
export const synced = (scenario: Scenario) =>
  calls(scenario).flatMap((call) => ('sync_io' in call ? [call.sync_io] : []));
export const cancels = (scenario: Scenario) =>
  calls(scenario).flatMap((call) => ('io_cancel' in call ? [call.io_cancel] : []));
export const destroys = (scenario: Scenario): boolean => calls(scenario).some((call) => 'io_destroy' in call);
export const errors = (scenario: Scenario) => Object.values(scenario.faults);
const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0);

/** What shrinking makes smaller, in the order in which it counts. */
const measure = (scenario: Scenario): number[] => [
  scenario.tasks.length + scenario.iocbs.length,
  calls(scenario).length +
    sum(
      reads(scenario).map(
        ({ min_nr, nr, timeout, signals, until = 0 }) =>
          min_nr + nr + until + Number(timeout === 'may') + Number(signals === 'may'),
      ),
    ) +
    sum(calls(scenario).map((call) => ('reap' in call ? call.reap : 0))) +
    sum(scenario.iocbs.map((iocb) => ('bios' in iocb ? iocb.bios : 'kicks' in iocb ? iocb.kicks : 0))) +
    scenario.iocbs.filter(({ file }) => file === 'last').length +
    scenario.iocbs.filter((iocb) => iocb.op === 'direct_write' && iocb.o_sync).length,
  sum(errors(scenario).map((names) => 1 + names.length)),
  scenario.ring_nr,
];

export function isSmaller(scenario: Scenario, than: Scenario): boolean {
  const [mine, others] = [measure(scenario), measure(than)];
  const at = mine.findIndex((part, i) => part !== others[i]);
  return at >= 0 && (mine[at] ?? 0) < (others[at] ?? 0);
}

export function isValid(scenario: Scenario): boolean {
  const read = scenarioSchema.safeParse(scenario);
  return read.success && isDeepStrictEqual(read.data, scenario);
}

/** A scenario that is drawn, give or take its name. */
export const small: Scenario = {
  version: 1,
  name: 'small',
  ring_nr: 4,
  iocbs: [{ op: 'direct_write', bios: 1, o_sync: false, append: false }],
  tasks: [
    { name: 'submitter', calls: [{ io_submit: [0] }] },
    { name: 'reader', calls: [{ io_getevents: { min_nr: 1, nr: 1 } }] },
  ],
  faults: {},
};
