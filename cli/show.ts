/** `kioctx show`: renders a trace. */
import { executing } from './executor/executing.ts';
import { EXIT, type ExitCode } from './exit.ts';
import { requireWritable, writeOutput } from './files.ts';
import { unknown } from './inputs.ts';
import { calledIn, FORMATS, type LookFlags, type OtherFlags, paletteOf } from './options.ts';
import { print } from './output.ts';
import { type Replayed, replayed } from './replaying.ts';
import { showSchedule } from './report.ts';
import { WIDTH } from './text-width.ts';

export interface ShowFlags extends Pick<LookFlags, 'color'>, OtherFlags {
  readonly as: string;
  readonly output?: string;
}

const formats: Readonly<Record<(typeof FORMATS)[number], (replay: Replayed, flags: ShowFlags) => string>> = {
  text: (replay, { color, output }) =>
    output === undefined
      ? showSchedule(replay, paletteOf(color, process.stdout))
      : showSchedule(replay, paletteOf(color === 'auto' ? 'never' : color, process.stdout), WIDTH),
  json: (replay) => JSON.stringify(documentOf(replay), null, 1),
};

export async function run(file: string, flags: ShowFlags): Promise<ExitCode> {
  const { as, output } = flags;
  const name = FORMATS.find((one) => one === as);
  if (name === undefined) throw unknown('format', as, FORMATS);
  if (output !== undefined) requireWritable('-o', output);
  const replay = await executing({ called: calledIn(flags), quiet: true }, (executor) =>
    replayed(executor, file, flags),
  );
  const text = formats[name](replay, flags);
  if (output === undefined) print(text);
  else writeOutput('-o', output, `${text}\n`);
  return EXIT.ok;
}

/** The trace as the file has it, what came of it now, and each step with all that it did. */
const documentOf = ({ trace, patch, wrong, steps }: Replayed) => ({
  ...trace,
  replay: {
    patch: patch.name,
    verdict: wrong === null ? 'not-violated' : 'violated',
    message: wrong?.message ?? null,
    after: wrong?.after ?? null,
  },
  steps,
});
