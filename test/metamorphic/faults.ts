/** Faults that cannot come: a kind that no request can meet, and a kind of which no error is listed. */
import type { FaultKind } from '../../model/world.ts';
import type { Scenario, ScenarioIocb } from '../../model/scenarios/format/scenario.ts';
import type { Outcome } from '../../properties/aio/outcome.ts';
import type { Transformation } from './transformation.ts';

const kinds: readonly FaultKind[] = ['invalidate', 'osync', 'bio'];

/** Whether a request has a chance of this kind. */
const meets: Readonly<Record<FaultKind, (iocb: ScenarioIocb) => boolean>> = {
  invalidate: ({ op }) => op === 'direct_write',
  osync: (iocb) => iocb.op === 'direct_write' && iocb.o_sync,
  bio: (iocb) => 'bios' in iocb,
};

export const impossibleFault: Transformation = {
  name: 'a fault that no request can meet is listed',
  keeps: 'graph',
  of({ scenario, patch }, _facts, dice) {
    const impossible = kinds.filter((kind) => scenario.faults[kind] === undefined && !scenario.iocbs.some(meets[kind]));
    if (impossible.length === 0) return null;
    const kind = dice.pick(impossible);
    return { scenario: withFault(scenario, kind, ['EIO', 'ENOSPC']), patch, what: `${kind} is listed` };
  },
};

export const noErrorListed: Transformation = {
  name: 'a kind of fault is listed without errors',
  keeps: 'graph',
  of({ scenario, patch }, _facts, dice) {
    const unlisted = kinds.filter((kind) => scenario.faults[kind] === undefined);
    if (unlisted.length === 0) return null;
    const kind = dice.pick(unlisted);
    return {
      scenario: withFault(scenario, kind, []),
      patch,
      what: `${kind} is listed, without errors`,
      // Outcomes tell the chances of listed kinds, which passed well or, of a bio, never came.
      back: (outcome) => withoutChances(outcome, kind),
    };
  },
};

export const withFault = (
  scenario: Scenario,
  kind: FaultKind,
  errors: Scenario['faults'][FaultKind] & object,
): Scenario => ({
  ...scenario,
  faults: { ...scenario.faults, [kind]: errors },
});

/** Only where none of them failed. */
function withoutChances(outcome: Outcome, kind: FaultKind): Outcome {
  if (outcome.end === 'oops') return outcome;
  const faults = Object.entries(outcome.faults).map(([id, told]) => {
    const { [kind]: chances = [], ...rest } = told;
    return [id, chances.every((result) => result === 0 || result === null) ? rest : told] as const;
  });
  return { ...outcome, faults: Object.fromEntries(faults) };
}
