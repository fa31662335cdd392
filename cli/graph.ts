/** `kioctx graph`: the whole state graph of a scenario under a patch, for programs that draw, minimise and compare such graphs. */
import { visible } from '../model/diagnostics/visible.ts';
import { executing } from './executor/executing.ts';
import { doesNotReturn, NoAnswer } from './executor/no-answer.ts';
import { EXIT, type ExitCode } from './exit.ts';
import { STATES_ASKED_FOR } from './explained.ts';
import { requireWritable, writeOutput } from './files.ts';
import { calledBy } from './given.ts';
import { givenScenarios, unknown } from './inputs.ts';
import { introduced } from './introducing.ts';
import { clipReason, limitsOf } from './limits.ts';
import { GRAPH_FORMATS, type LimitFlags, type LookFlags } from './options.ts';
import { complain, printRaw } from './output.ts';
import { counted } from './progress.ts';
import type { GraphAnswer } from './tasks/graph.ts';

export interface GraphFlags extends LookFlags, LimitFlags {
  readonly as: string;
  readonly minimise?: true;
  readonly patch: string;
  readonly property: readonly string[];
  readonly output?: string;
}

export async function run(name: string, flags: GraphFlags): Promise<ExitCode> {
  const { as, output, quiet, maxSeconds, minimise = false } = flags;
  const format = GRAPH_FORMATS.find((one) => one === as);
  if (format === undefined) throw unknown('format', as, GRAPH_FORMATS);
  if (output !== undefined) requireWritable('-o', output);
  const [scenario] = await givenScenarios([name]);
  if (scenario === undefined) throw new Error('one scenario was given, and none was read');
  const called = { patches: [flags.patch], properties: flags.property, scenarios: [scenario] };
  const limits = limitsOf({ maxStates: STATES_ASKED_FOR, ...flags });
  const { title, ...answer } = await executing(
    { called: [flags.patch, ...flags.property], quiet },
    async (executor) => {
      const { patches, properties } = await introduced(executor, called, maxSeconds);
      const patch = patches.map(calledBy).join();
      const asked = { scenario, patch, properties: properties.map(calledBy), format, minimise, limits };
      const answered = await executor.run('writeGraph', asked, { maxSeconds }).catch(unanswered);
      return { ...answered, title: `${scenario.name}, ${patches.map((one) => one.name).join()}` };
    },
  );
  if (answer.text === null) {
    complain(`kioctx: ${visible(title)}: ${whyNothing(answer, flags)}; a part is no graph, and nothing is written`);
    return EXIT.clipped;
  }
  if (output === undefined) answer.text.forEach(printRaw);
  else writeOutput('-o', output, answer.text);
  return EXIT.ok;
}

/** It was given up. */
function unanswered(problem: unknown): GraphAnswer {
  if (!(problem instanceof NoAnswer)) throw problem;
  return { text: null, clipped: problem.why, limit: doesNotReturn(problem), states: problem.progress?.states ?? 0 };
}

function whyNothing({ clipped, limit, states }: GraphAnswer, flags: GraphFlags): string {
  if (clipped === null) throw new Error('there is no graph, and nothing says why');
  const isOwn = clipped === 'max-states' && flags.maxStates === undefined;
  const why = isOwn ? 'there are too many states (--max-states N goes on)' : clipReason(clipped, limit, flags);
  return `${why} after ${counted(states, 'state')}`;
}
