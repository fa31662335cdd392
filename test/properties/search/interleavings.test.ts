/** Interleavings as a fast-check arbitrary: its laws, and that what a failing one is shrunk to is minimal. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { closeWorld } from '../../../model/closed-world.ts';
import { type Machine, type Model, PackedMachine } from '../../../model/core/index.ts';
import { worldOf } from '../../../model/scenarios/format/scenario.ts';
import { canBeTaken, interleavings, type Schedule } from '../../../properties/search/interleavings.ts';
import { fireTurn } from '../../../properties/search/turn.ts';
import { pct, pos, type Strategy, uniform } from '../../../properties/search/strategies.ts';
import { shippedScenario } from '../../ground-truth/truth.ts';
import { bothMachines } from '../../models/machines.ts';
import { inCriticalSection, peterson, storesSwapped } from '../../../docs/examples/peterson.ts';
import { philosophers } from '../../../docs/examples/philosophers.ts';
import { act, fn, nothing, tinyModel } from '../../models/tiny-kernel.ts';
import { commitsEarly, isConsistent, type Kernel, twoPhaseCommit } from '../../../docs/examples/two-phase-commit.ts';
import { kernel } from '../aio/decide.ts';
import { arbitraryLaws } from '../arbitrary-laws.ts';
import { naiveMinimum, type Tuple, tupleOf } from './naive-cheapest.ts';

const measure = (turns: Schedule): Tuple => [
  turns.flatMap(({ script }) => script).filter((option) => option > 0).length,
  turns.filter(({ context }, i) => i > 0 && turns[i - 1]?.context !== context).length,
  turns.length,
];

function isSmaller(turns: Schedule, than: Schedule): boolean {
  const [mine, others] = [measure(turns), measure(than)];
  const at = mine.findIndex((part, i) => part !== others[i]);
  return at >= 0 && (mine[at] as number) < (others[at] as number);
}

/** Each context can go when its turn comes, and has the options that its script takes. */
function canBeReplayed(machine: Machine, turns: Schedule): boolean {
  machine.reset();
  return turns.every((turn) => {
    if (!machine.enabled(turn.context)) return false;
    const { choices, findings } = fireTurn(machine, turn);
    return turn.script.length <= choices.length && findings.every(({ what }) => !what.includes('has no option'));
  });
}

const kernelModel = (scenario: string, patch: string): Model =>
  closeWorld(worldOf(shippedScenario(scenario)), kernel(patch));

/** One step of three ways, one of which is taken apart from the rest. */
const chooser = fn('chooser', {
  choose: act((k, f) => void (f.a = k.choose('first', [0, 1, 2]))),
  also: act((k, f) => void (f.b = k.choose('second', [0, 1]))),
});

const lawful: readonly (readonly [name: string, model: Model, strategy: Strategy])[] = [
  ['Peterson', peterson(2), uniform],
  ['philosophers', philosophers(3, 'all left-handed'), pos],
  ['steps that choose', tinyModel([chooser, fn('other', { nothing, again: nothing })]), pct(2)],
  ['a kernel with a read that waits', kernelModel('dw1-reader-inval', '2.6.20'), pct(3)],
];

for (const [name, model, strategy] of lawful) {
  const machine = new PackedMachine(model);
  const anotherMachine = new PackedMachine(model);
  const arbitrary = interleavings(machine, strategy);
  arbitraryLaws(`interleavings of ${name}`, {
    arbitrary,
    isValid: (turns) => canBeReplayed(anotherMachine, turns) && arbitrary.canShrinkWithoutContext(turns),
    isSmaller,
    foreign: [
      {},
      [{}],
      [null],
      [{ context: 0 }],
      [{ script: [] }],
      [{ context: 0.5, script: [] }],
      [{ context: -1, script: [] }],
      [{ context: 99, script: [] }],
      [{ context: 0, script: [9] }],
      [{ context: 0, script: [0, 0, 0, 0] }],
      Array.from({ length: 1000 }, () => ({ context: 0, script: [] })),
    ],
  });
}

describe('a schedule of which all that matters is where it ends', () => {
  const wrong: readonly (readonly [name: string, model: Model, isWrong: (machine: Machine) => boolean])[] = [
    [
      'two in the critical section',
      peterson(2, storesSwapped),
      (machine) => inCriticalSection(machine.situation) === 2,
    ],
    [
      'philosophers who starve',
      philosophers(3, 'all left-handed'),
      (machine) =>
        machine.contexts.every((_, one) => !machine.enabled(one)) &&
        !machine.contexts.every((_, one) => machine.hasFinished(one)),
    ],
    [
      'a commit beside an abort',
      twoPhaseCommit(3, { onlyChanges: true, patch: commitsEarly }),
      (machine) => !isConsistent(machine.inspect as Kernel),
    ],
    ['a kernel oops', kernelModel('dw1-inval', '2.6.20+dio-bugon'), (machine) => machine.halted() !== null],
  ];

  describe.each(wrong)('as %s', (_, model, isWrong) => {
    it.each([
      ['uniform', uniform],
      ['PCT', pct(3)],
      ['POS', pos],
    ])('shrinks to a minimum from whatever %s finds', (__, strategy) => {
      const machine = new PackedMachine(model);
      const least = tupleOf(naiveMinimum(machine, () => isWrong(machine)) ?? 0);
      /** How many turns lead to the first moment that is wrong. */
      const firstWrong = (turns: Schedule): number | null => {
        machine.reset();
        for (const [i, turn] of turns.entries()) {
          fireTurn(machine, turn);
          if (isWrong(machine)) return i + 1;
        }
        return null;
      };
      for (let seed = 0; seed < 20; seed++) {
        const holds = fc.property(interleavings(machine, strategy), (turns) => firstWrong(turns) === null);
        const { counterexample } = fc.check(holds, { seed, numRuns: 5000 });
        const [turns = []] = counterexample ?? [];
        expect(measure(turns.slice(0, firstWrong(turns) ?? 0))).toEqual(least);
      }
    });
  });
});

describe.each(bothMachines)('whether a schedule can be taken by the %s machine', (_, make) => {
  const machine = make(tinyModel([chooser, fn('other', { nothing })]));
  const turn = (context: number, ...script: number[]) => ({ context, script });

  it.each([
    [[], true],
    [[turn(0, 2), turn(0, 1)], true],
    [[turn(1), turn(0, 0), turn(0, 0)], true],
    [[turn(0, 3)], false],
    [[turn(0, -1)], false],
    [[turn(1, 0)], false],
    [[turn(0, 0, 0)], false],
    [[turn(1), turn(1)], false],
    [[turn(2)], false],
    [[turn(-1)], false],
  ])('%j: %j', (turns, can) => {
    expect(canBeTaken(machine, turns)).toBe(can);
  });
});
