/** `kioctx show`: renders a trace, or writes a scenario as a program in C. */
import { cProgram } from '../counterexamples/aio/c-program/c-program.ts';
import { itf } from '../counterexamples/formats/itf.ts';
import { mail } from '../counterexamples/formats/mail.ts';
import { markdown } from '../counterexamples/formats/markdown.ts';
import { mermaid } from '../counterexamples/formats/mermaid.ts';
import type { Scenario } from '../model/scenarios/format/scenario.ts';
import { executing } from './executor/executing.ts';
import type { Executor } from './executor/executor.ts';
import { EXIT, type ExitCode, InputError } from './exit.ts';
import { explainedBy, STATES_ASKED_FOR } from './explained.ts';
import { requireWritable, writeOutput } from './files.ts';
import { calledBy } from './given.ts';
import { givenTraceOrScenario, type TraceFile, unknown } from './inputs.ts';
import { calledIn, FORMATS, type LookFlags, type OtherFlags, paletteOf } from './options.ts';
import { print } from './output.ts';
import { requireRunnable } from './page/runnable.ts';
import { type Replayed, replayed } from './replaying.ts';
import { renderedFrom } from './rendered.ts';
import { showSchedule } from './report.ts';
import { WIDTH } from './text-width.ts';
import { isJudgedBy } from './unjudged.ts';

export interface ShowFlags extends Pick<LookFlags, 'color'>, OtherFlags {
  readonly as: string;
  readonly output?: string;
  /** Nothing is folded away. */
  readonly all?: true;
}

type Explained = Awaited<ReturnType<typeof explainedBy<Replayed>>>;
type Format = (replay: Explained, flags: ShowFlags, executor: Executor) => string | Promise<string>;

type FormatName = (typeof FORMATS)[number];

const formats: Readonly<Record<FormatName, Format>> = {
  text: (replay, { color, output, all }) =>
    output === undefined
      ? showSchedule(replay, paletteOf(color, process.stdout), undefined, all)
      : showSchedule(replay, paletteOf(color === 'auto' ? 'never' : color, process.stdout), WIDTH, all),
  mail: (replay) => mail(renderedFrom(replay)),
  markdown: (replay) => markdown(renderedFrom(replay)),
  mermaid: (replay) => mermaid(renderedFrom(replay)),
  itf: async (replay, _flags, executor) => {
    const { steps, patch, scenario, property, message } = renderedFrom(replay);
    const { schedule } = replay.trace;
    const states = await executor.run('states', { scenario: replay.scenario, schedule, patch: calledBy(replay.patch) });
    return itf({ states, steps, patch, scenario, property, message });
  },
  html: async ({ trace, patch, property }, _flags, executor) => {
    const { pageOf } = await import('./page/page.ts');
    return pageOf(executor, { opens: { trace }, patch: calledBy(patch), properties: [calledBy(property)] });
  },
  json: (replay) => JSON.stringify(documentOf(replay), null, 1),
  c: (replay) => cProgram(replay.scenario, renderedFrom(replay)),
};

export async function run(file: string, flags: ShowFlags): Promise<ExitCode> {
  const { as, output, all } = flags;
  const name = FORMATS.find((one) => one === as);
  if (name === undefined) throw unknown('format', as, FORMATS);
  if (all && name !== 'text') throw new InputError([`--all: ${name} is not folded; expected it with --as text`]);
  if (output !== undefined) requireWritable('-o', output);
  if (name === 'html') await requireRunnable(calledIn(flags));
  const given = name === 'c' ? await givenTraceOrScenario(file) : null;
  const text =
    given !== null && 'scenario' in given
      ? ofScenario(given.scenario, flags)
      : await rendered(name, file, flags, given?.trace);
  if (output === undefined) print(text);
  else writeOutput('-o', output, `${text}\n`);
  return EXIT.ok;
}

const rendered = (name: FormatName, file: string, flags: ShowFlags, read?: TraceFile): Promise<string> =>
  executing({ called: calledIn(flags), quiet: true }, async (executor) => {
    const replay = await replayed(executor, file, flags, read);
    // A page works out itself why the schedule fails.
    const explained =
      name === 'html' ? { ...replay, explanation: null } : await explainedBy(executor, replay, STATES_ASKED_FOR);
    return formats[name](explained, flags, executor);
  });

/** No schedule is run, so that no patch and no property has anything to say. */
function ofScenario(scenario: Scenario, { patch, property }: ShowFlags): string {
  const flag = patch !== undefined ? '--patch' : property !== undefined ? '--property' : null;
  if (flag !== null) throw new InputError([`${flag}: a scenario is run under none; expected it with a trace`]);
  return cProgram(scenario);
}

/** The trace as the file has it, what came of it now, each step with all that it did, and why it fails. */
const documentOf = ({ trace, patch, property, wrong, steps, explanation }: Explained) => ({
  ...trace,
  replay: {
    patch: patch.name,
    verdict: wrong !== null ? 'violated' : isJudgedBy(property) ? 'not-violated' : 'none',
    message: wrong?.message ?? null,
    after: wrong?.after ?? null,
  },
  steps,
  explanation,
});
