/** `kioctx list`: what there is, one line each. */
import { join } from 'node:path';
import { shippedScenario, shippedScenarioNames } from './shipped-scenarios.ts';
import { describeScenario } from '../model/scenarios/format/describe.ts';
import { EXIT, type ExitCode } from './exit.ts';
import type { TracesFlag } from './options.ts';
import { print } from './output.ts';
import { NO_TRACES, tracesIn } from './traces.ts';

export interface ListFlags extends TracesFlag {
  readonly json?: true;
}

export type ListName = 'patches' | 'scenarios' | 'properties' | 'traces';
type Rows = readonly (readonly [name: string, summary: string])[];

/** What each needs is loaded for it alone. `folder`: that of the traces. */
const lists: Readonly<Record<ListName, (folder: string) => Rows | Promise<Rows>>> = {
  async patches() {
    const { namedPatches } = await import('../model/named-patches.ts');
    return namedPatches.map(({ name, summary }) => [name, summary]);
  },
  scenarios: () => shippedScenarioNames().map((name) => [name, describeScenario(shippedScenario(name))]),
  async properties() {
    const { properties } = await import('../properties/aio/index.ts');
    return properties.map(({ name, meaning }) => [name, meaning]);
  },
  traces: (folder) => (folder === NO_TRACES ? [] : tracesIn(folder).map((file) => [join(folder, file), ''])),
};

export async function run(what: ListName, flags: ListFlags): Promise<ExitCode> {
  const rows = await lists[what](flags.traces);
  const width = Math.max(0, ...rows.map(([name]) => name.length));
  if (flags.json) print(JSON.stringify(rows.map(([name, summary]) => ({ name, summary }))));
  else for (const [name, summary] of rows) print(`${name.padEnd(width)}  ${summary}`.trimEnd());
  return EXIT.ok;
}
