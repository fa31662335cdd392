/** `kioctx list`: what there is, one line each. */
import { join } from 'node:path';
import { type Command, Argument } from 'commander';
import { namedPatches } from '../model/named-patches.ts';
import { shippedScenarioNames } from './shipped-scenarios.ts';
import { describeScenario } from '../model/scenarios/format/describe.ts';
import { properties } from '../properties/aio/index.ts';
import { EXIT, type ExitCode } from './exit.ts';
import { scenarioOf } from './inputs.ts';
import { type TracesFlag, withTracesFlag } from './options.ts';
import { print } from './output.ts';
import { NO_TRACES, tracesIn } from './traces.ts';

type Kind = 'patches' | 'scenarios' | 'properties' | 'traces';

/** `folder`: that of the traces. */
const lists: Readonly<Record<Kind, (folder: string) => (readonly [string, string])[]>> = {
  patches: () => namedPatches.map(({ name, summary }) => [name, summary]),
  scenarios: () => shippedScenarioNames().map((name) => [name, describeScenario(scenarioOf(name))]),
  properties: () => properties.map(({ name, meaning }) => [name, meaning]),
  traces: (folder) => (folder === NO_TRACES ? [] : tracesIn(folder).map((file) => [join(folder, file), ''])),
};

export const listCommand = (program: Command, finish: (code: ExitCode) => void): Command =>
  withTracesFlag(program.command('list'), 'where `list traces` looks')
    .description('what there is, one line each')
    .addArgument(new Argument('<what>', 'what to list').choices(Object.keys(lists)))
    .option('--json', 'print one JSON document and nothing else')
    .action((what: Kind, flags: TracesFlag & { json?: true }) => {
      const rows = lists[what](flags.traces);
      const width = Math.max(0, ...rows.map(([name]) => name.length));
      if (flags.json) print(JSON.stringify(rows.map(([name, summary]) => ({ name, summary }))));
      else for (const [name, summary] of rows) print(`${name.padEnd(width)}  ${summary}`.trimEnd());
      finish(EXIT.ok);
    });
