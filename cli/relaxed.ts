/** `kioctx replay --relaxed`: runs traces on another kernel, as far as they fit, and says of each no more than that shows. */
import type { Misfit } from '../counterexamples/follow.ts';
import { visible } from '../model/diagnostics/visible.ts';
import type { Executor } from './executor/executor.ts';
import { EXIT, type ExitCode } from './exit.ts';
import type { OtherFlags, Palette } from './options.ts';
import { counted } from './progress.ts';
import { asGiven, askedTrace, type Replayed } from './replaying.ts';
import type { RelaxedReplay } from './tasks/replay-relaxed.ts';
import { isJudgedBy } from './unjudged.ts';

/** `turns` of the trace are not known where it parts. */
export type RelaxedReplayed = Omit<Replayed, 'turns'> & Pick<RelaxedReplay, 'inserted' | 'unfit' | 'parted' | 'search'>;

/** Throws InputError where the file is no trace. */
export async function replayedRelaxed(executor: Executor, path: string, given: OtherFlags): Promise<RelaxedReplayed> {
  const { trace, called } = await askedTrace(path, given);
  const { scenario, schedule, patch: foundOn } = trace;
  const result = await executor.run('replayRelaxed', { scenario, schedule, foundOn, ...called });
  const { replayed, ...relaxed } = result;
  return { ...asGiven(replayed, given), ...relaxed, path, trace };
}

/**
 * `parted`: a line did not fit as it stands, and nothing was violated, which says nothing of the kernel; nor did a search of the
 * schedules that keep what decides.
 */
type RelaxedVerdict = 'violated' | 'parted' | 'not-violated' | 'none';

export function relaxedVerdict({ wrong, unfit, search, property }: RelaxedReplayed): RelaxedVerdict {
  if (wrong !== null || search === 'fails') return 'violated';
  if (unfit !== null && search === null) return 'parted';
  return isJudgedBy(property) ? 'not-violated' : 'none';
}

export function relaxedExit(told: readonly RelaxedReplayed[]): ExitCode {
  const verdicts = new Set(told.map(relaxedVerdict));
  if (verdicts.has('violated')) return EXIT.violated;
  if (verdicts.has('parted')) return EXIT.badInput;
  return told.some(({ livelock }) => livelock === 'unknown') ? EXIT.clipped : EXIT.ok;
}

/** What a row of `replay --json` has beside the others: where it parts, counted from 1, and what was enabled there instead. */
export function relaxedPart(replay: RelaxedReplayed) {
  const { inserted, trace, search } = replay;
  const verdict = relaxedVerdict(replay);
  const misfit = verdict === 'parted' ? misfitOf(replay) : null;
  return {
    verdict,
    search,
    inserted,
    line: misfit && misfit.line + 1,
    text: misfit && (trace.schedule[misfit.line] ?? null),
    why: misfit?.why ?? null,
    enabled: misfit?.instead ?? null,
  };
}

const misfitOf = ({ parted, unfit }: RelaxedReplayed): Misfit | null => parted ?? unfit;

/** One line. */
export function relaxedLine(replay: RelaxedReplayed, { red, green, yellow }: Palette): string {
  const { path, patch, scenario, property, inserted } = replay;
  const more = inserted === 0 ? '' : `${counted(inserted, 'step')} that no line names`;
  const says = (verdict: string): string => visible(`${path}: ${verdict}`);
  switch (relaxedVerdict(replay)) {
    case 'violated':
      if (replay.wrong === null)
        return red(
          says(
            `still fails: ${patch.name} VIOLATES ${property.name} in ${scenario.name}, on a schedule that keeps the orders that decide (line ${fitsUpTo(replay)} does not fit)`,
          ),
        );
      return red(
        says(`still fails: ${patch.name} VIOLATES ${property.name} in ${scenario.name}${more && `, with ${more}`}`),
      );
    case 'parted':
      return yellow(says(partedText(replay, more)));
    case 'not-violated':
      if (replay.unfit !== null)
        return green(
          says(
            `fixed: ${patch.name} does not violate ${property.name} in ${scenario.name} on any schedule that keeps the orders that decide (line ${fitsUpTo(replay)} does not fit)`,
          ),
        );
      return green(says(`fixed: ${patch.name} does not violate ${property.name} in ${scenario.name} on this schedule`));
    case 'none':
      return green(says(`${patch.name} runs it in ${scenario.name}; no property is given to judge it by`));
  }
}

/** The line that does not fit as it stands, from 1 on. */
const fitsUpTo = (replay: RelaxedReplayed): number => (misfitOf(replay)?.line ?? 0) + 1;

function partedText(replay: RelaxedReplayed, more: string): string {
  const { patch, trace, parted } = replay;
  const misfit = misfitOf(replay);
  if (misfit === null) throw new Error('every line fits');
  const enabled = misfit.instead.length === 0 ? 'nothing' : misfit.instead.join(', ');
  const where = `parted at line ${misfit.line + 1} (enabled: ${enabled})`;
  const what = `${where}: ${trace.schedule[misfit.line]} cannot be taken under ${patch.name}`;
  if (parted !== null) return `${what}: ${misfit.why}${more && `, after ${more}`}`;
  return `${what} as it stands: ${misfit.why}; with ${more} nothing is violated, which proves nothing`;
}
