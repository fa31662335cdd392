/** `kioctx list`: what there is, one line each; of the modelled kernel, `list functions` and `list steps FUNCTION`. */
import { join } from 'node:path';
import { shippedScenario, shippedScenarioNames } from './shipped-scenarios.ts';
import { describeScenario } from '../model/scenarios/format/describe.ts';
import { EXIT, type ExitCode, InputError } from './exit.ts';
import { modulesAmong } from './given.ts';
import type { LISTS, TracesFlag } from './options.ts';
import { print } from './output.ts';
import { besideHead, outputWidth } from './text-width.ts';
import { NO_TRACES, tracesIn } from './traces.ts';

export interface ListFlags extends TracesFlag {
  readonly json?: true;
  /** As the user called it. */
  readonly patch?: string;
}

export type ListName = (typeof LISTS)[number];

/** `more`: what a JSON document tells of it beside. */
interface Row {
  readonly name: string;
  readonly summary: string;
  readonly more?: object;
}

interface Asked {
  /** The folder of the traces. */
  readonly folder: string;
  /** The function whose steps are wanted, or the struct whose fields. */
  readonly of: string | undefined;
  readonly patch: string | undefined;
}

/** What each needs is loaded for it alone. */
const lists: Readonly<Record<ListName, (asked: Asked) => readonly Row[] | Promise<readonly Row[]>>> = {
  async patches() {
    const { namedPatches } = await import('../model/named-patches.ts');
    return namedPatches.map(({ name, summary }) => ({ name, summary }));
  },
  scenarios: () => shippedScenarioNames().map((name) => ({ name, summary: describeScenario(shippedScenario(name)) })),
  async properties() {
    const { properties } = await import('../properties/aio/index.ts');
    return properties.map(({ name, meaning }) => ({ name, summary: meaning }));
  },
  traces: ({ folder }) =>
    folder === NO_TRACES ? [] : tracesIn(folder).map((file) => ({ name: join(folder, file), summary: '' })),
  functions: (asked) => ofKernel('functions', asked),
  steps: (asked) => ofKernel('steps', asked),
  fields: (asked) => ofKernel('fields', asked),
};

/** Nothing of the user's runs here; what is shipped needs no thread. */
async function ofKernel(what: 'functions' | 'steps' | 'fields', { of, patch }: Asked): Promise<readonly Row[]> {
  const called = patch === undefined ? [] : [patch];
  if (modulesAmong(called).length === 0)
    return (await import('./tasks/list-kernel.ts')).listKernel({ what, of, patch });
  const { executing } = await import('./executor/executing.ts');
  return executing({ called, quiet: true }, (executor) => executor.run('listKernel', { what, of, patch }));
}

const OF_KERNEL: readonly ListName[] = ['functions', 'steps', 'fields'];

export async function run(what: ListName, of: string | undefined, flags: ListFlags): Promise<ExitCode> {
  if (of !== undefined && what !== 'steps' && what !== 'fields')
    throw new InputError([
      `list ${what} ${of}: expected no name behind ${what}; \`list steps ${of}\` is of a function`,
    ]);
  if (flags.patch !== undefined && !OF_KERNEL.includes(what))
    throw new InputError([`list ${what} --patch: expected --patch with ${OF_KERNEL.join(', ')} only`]);
  const rows = await lists[what]({ folder: flags.traces, of, patch: flags.patch });
  const width = Math.max(0, ...rows.map(({ name }) => name.length));
  // A line each for other programs.
  const columns = process.stdout.isTTY ? outputWidth() : Infinity;
  if (flags.json) print(JSON.stringify(rows.map(({ name, summary, more }) => ({ name, summary, ...more }))));
  else for (const { name, summary } of rows) print(besideHead(name, summary, width + 2, columns).join('\n'));
  return EXIT.ok;
}
