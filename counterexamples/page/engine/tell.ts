/** A schedule as the page shows it: what each step did, the state behind each, and what is violated where. */
import { ReferenceMachine } from '../../../model/core/index.ts';
import { showResult } from '../../../model/include/linux/errno.ts';
import type { KernelView } from '../../../properties/aio/index.ts';
import { violationHere } from '../../../properties/checker/questions.ts';
import type { Turn } from '../../../properties/search/turn.ts';
import { follow } from '../../follow.ts';
import { narrate, type NarratedStep } from '../../narrate.ts';
import { scheduleOf } from '../../schedule.ts';
import { type Catalogue, PageIssue, type PatchedWorld } from './catalogue.ts';
import { type StateTold, StateTeller } from './state-told.ts';

/** A property that is violated: the first time, and whether it is in the state at the end. */
export interface ViolationTold {
  readonly property: string;
  readonly message: string;
  /** Steps before. */
  readonly after: number;
  readonly atEnd: boolean;
}

export interface ContextTold {
  readonly name: string;
  /** It runs in an interrupt. */
  readonly isAtomic: boolean;
}

export interface ScheduleTold {
  readonly contexts: readonly ContextTold[];
  readonly steps: readonly NarratedStep[];
  /** By step, its lines in a trace. */
  readonly lines: readonly (readonly string[])[];
  /** That at the start, and that behind each step. */
  readonly states: readonly StateTold[];
  readonly violations: readonly ViolationTold[];
}

/** The turns of a schedule by its lines. Throws PageIssue at the first that does not fit. */
export function turnsOf(catalogue: Catalogue, world: PatchedWorld, schedule: readonly string[]): readonly Turn[] {
  const followed = follow(new ReferenceMachine(catalogue.model(world)), schedule);
  if (followed.ok) return followed.turns;
  const { line, why, instead } = followed.misfit;
  const fits = instead.length === 0 ? 'nothing, as nothing can move' : instead.join(' or ');
  throw new PageIssue(`line ${line + 1} of the schedule does not fit: ${why}; expected ${fits}`);
}

export function tell(catalogue: Catalogue, world: PatchedWorld, schedule: readonly string[]): ScheduleTold {
  const model = catalogue.model(world);
  const turns = turnsOf(catalogue, world, schedule);
  const teller = new StateTeller(model);
  const states: StateTold[] = [];
  const violations = new Map<string, ViolationTold>();
  const { steps } = narrate(model, turns, {
    showValue: showResult,
    look(machine, findings, after) {
      states.push(teller.told(machine.plain(), machine.inspect as KernelView));
      for (const property of catalogue.properties) {
        const message = violationHere(machine, property, findings);
        if (message === null) continue;
        const { name } = property;
        const first = violations.get(name) ?? { property: name, message, after, atEnd: false };
        violations.set(name, { ...first, atEnd: after === turns.length });
      }
    },
  });
  return {
    contexts: model.contexts.map(({ name, atomic }) => ({ name, isAtomic: atomic === true })),
    steps,
    lines: steps.map((step) => scheduleOf([step])),
    states,
    violations: [...violations.values()],
  };
}
