/** Random schedules, after each step of which the ledger in the state is held against the one that is written by hand. */
import type { Patch } from '../../../model/core/index.ts';
import { closeWorld } from '../../../model/closed-world.ts';
import { worldOf } from '../../../model/scenarios/format/scenario.ts';
import { seededRandom } from '../../../properties/search/seeded-random.ts';
import { pct, type Strategy, uniform } from '../../../properties/search/strategies.ts';
import { walking } from '../../../properties/search/walk.ts';
import { shippedScenario } from '../../ground-truth/truth.ts';
import { type FieldDifference, firstDifference } from './compared-fields.ts';
import type { AllHandWritten } from './rows.ts';
import { ShadowedMachine } from './shadowed-machine.ts';

/** Longer schedules are cut: some patches make calls that are repeated for ever. */
export const LONGEST = 2000;

/** Without changes of priority, too: that is how an interrupt waits for whole system calls. */
const strategies: readonly Strategy[] = [uniform, pct(1), pct(2), pct(3)];

/** One of them, as the number that draws the schedule says. */
export const strategyFor = (drawn: number): Strategy => strategies[drawn % strategies.length] as Strategy;

export interface LedgerDifference extends FieldDifference {
  readonly patch: string;
  readonly scenario: string;
  /** Up to the step after which they differ: context, step, and the options that it took. */
  readonly schedule: readonly string[];
}

/** Holds the ledger of a patched kernel, in shipped scenarios, against hand-written rows. */
export class Comparison {
  private readonly patch: Patch;
  private readonly handWritten: AllHandWritten;
  private readonly used: Set<string>;
  private readonly machines = new Map<string, ShadowedMachine>();

  /** The ids of steps and calls whose rows come to be used are added to `used`. */
  constructor(patch: Patch, handWritten: AllHandWritten, used: Set<string> = new Set()) {
    this.patch = patch;
    this.handWritten = handWritten;
    this.used = used;
  }

  private machineOf(scenario: string): ShadowedMachine {
    const known = this.machines.get(scenario);
    if (known !== undefined) return known;
    const model = closeWorld(worldOf(shippedScenario(scenario)), this.patch);
    const made = new ShadowedMachine(model, this.handWritten);
    this.machines.set(scenario, made);
    return made;
  }

  /** Where the two first differ on the schedule that the number draws; null: nowhere. A state that a halt left is not compared. */
  on(scenario: string, drawn: number): LedgerDifference | null {
    const machine = this.machineOf(scenario);
    const schedule: string[] = [];
    const differing = (): LedgerDifference | null => {
      const difference = machine.halted() === null ? firstDifference(machine.plain(), machine.ledger.plain()) : null;
      return difference === null ? null : { ...difference, patch: this.patch.name, scenario, schedule };
    };
    for (const context of walking(machine, strategyFor(drawn), seededRandom(drawn), LONGEST)) {
      schedule.push(turnOf(machine, context));
      const difference = differing();
      if (difference !== null) return difference;
    }
    for (const id of machine.used) this.used.add(id);
    return differing();
  }
}

/** Who took which step last, and with which options. */
function turnOf(machine: ShadowedMachine, context: number): string {
  const name = machine.contexts[context] as string;
  const { proc, label } = machine.plainBefore().stacks[name]?.at(-1) ?? { proc: '', label: '' };
  return [name, `${proc}.${label}`, ...machine.script.map((option) => `?${option}`)].join(' ');
}

const said = (value: unknown): string => JSON.stringify(value) ?? 'undefined';

export const showDifference = ({ patch, scenario, schedule, field, inState, byHand }: LedgerDifference): string =>
  `${patch} in ${scenario}, step ${schedule.length}, ${schedule.at(-1) ?? 'the start'}: ` +
  `${field} is ${said(inState)} in the state and ${said(byHand)} by hand\n${schedule.join('\n')}`;
