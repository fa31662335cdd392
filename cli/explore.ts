/** `kioctx explore`: one page with the model, the patch and the search in it, to go through a scenario, or on from a trace. */
import { base } from '../model/patches/index.ts';
import { executing } from './executor/executing.ts';
import type { Executor } from './executor/executor.ts';
import { EXIT, type ExitCode, InputError } from './exit.ts';
import { requireWritable, writeOutput } from './files.ts';
import { calledBy } from './given.ts';
import { givenTraceOrScenario } from './inputs.ts';
import { introduced } from './introducing.ts';
import { calledIn, type OtherFlags } from './options.ts';
import { print } from './output.ts';
import { pageOf, type PageSubject } from './page/page.ts';
import { requireRunnable } from './page/runnable.ts';
import { replayed } from './replaying.ts';

export interface ExploreFlags extends OtherFlags {
  readonly output?: string;
}

export async function run(name: string, flags: ExploreFlags): Promise<ExitCode> {
  const { output } = flags;
  if (output !== undefined) requireWritable('-o', output);
  else if (process.stdout.isTTY)
    throw new InputError(['explore: a page is nothing for a terminal to show; expected -o FILE, as -o page.html']);
  await requireRunnable(calledIn(flags));
  const given = await givenTraceOrScenario(name);
  const page = await executing({ called: calledIn(flags), quiet: true }, async (executor) =>
    pageOf(executor, await subjectOf(executor, name, given, flags)),
  );
  if (output === undefined) print(page);
  else writeOutput('-o', output, page);
  return EXIT.ok;
}

/** What is wrong with the trace or a module of the user's is found before the page is made. */
async function subjectOf(
  executor: Executor,
  name: string,
  given: Awaited<ReturnType<typeof givenTraceOrScenario>>,
  flags: ExploreFlags,
): Promise<PageSubject> {
  const { patch = base.name, property } = flags;
  if ('scenario' in given) {
    const properties = property === undefined ? [] : [property];
    await introduced(executor, { scenarios: [given.scenario], patches: [patch], properties });
    return { opens: given, patch, properties };
  }
  const { trace, patch: under, property: by } = await replayed(executor, name, flags, given.trace);
  return { opens: { trace }, patch: calledBy(under), properties: [calledBy(by)] };
}
