/** Whether a row of races.ts can be asked at all. */
import { shippedScenarioNames } from '../../cli/shipped-scenarios.ts';
import { patchByName } from '../../model/named-patches.ts';
import { properties } from '../../properties/aio/index.ts';
import { tables } from './kernels.ts';
import { RowMisfit } from './misfit.ts';
import type { Shown, ShownRace } from './race.ts';

const isBase = (kernel: string): boolean => tables.some(({ base }) => base === kernel);

/** Throws RowMisfit. */
export function requireAskable({ id, shows, closedBy }: ShownRace): void {
  const [{ kernel }] = shows;
  const problem =
    shows.map(unknown).find((one) => one !== null) ??
    (shows.some((shown) => shown.kernel !== kernel) ? 'expected one kernel in all that shows it' : null) ??
    (isBase(kernel) === (closedBy === undefined) ? null : closersOf(kernel));
  if (problem !== null) throw new RowMisfit(`${id}: ${problem}`);
}

/** What closes a race of a table's base is searched for; else it is said, and then searches are asked. */
const closersOf = (kernel: string): string =>
  isBase(kernel)
    ? `expected no closedBy: a table has ${kernel} as its base, and tells what closes it`
    : `expected closedBy: no table has ${kernel} as its base`;

function unknown({ scenario, kernel, property }: Shown): string | null {
  if (!shippedScenarioNames().includes(scenario)) return `no scenario is called ${scenario}; expected a shipped one`;
  if (!patchByName(kernel).ok) return `no patch is called ${kernel}; expected a shipped one, or a sum of them`;
  if (!properties.some(({ name }) => name === property)) return `no property is called ${property}`;
  return null;
}
