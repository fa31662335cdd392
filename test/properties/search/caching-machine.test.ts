/** A machine that remembers is the machine underneath in all that can be asked, however often it is asked and in whatever order. */
import { deepStrictEqual as assertSame } from 'node:assert';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { closeWorld } from '../../../model/closed-world.ts';
import { type Machine, type Model, PackedMachine } from '../../../model/core/index.ts';
import { worldOf } from '../../../model/scenarios/format/scenario.ts';
import { CachingMachine } from '../../../properties/search/caching-machine.ts';
import { uniform } from '../../../properties/search/strategies.ts';
import { randomTurns } from '../../../properties/search/walk.ts';
import { shippedScenario } from '../../ground-truth/truth.ts';
import { buildModel } from '../../models/random-model-build.ts';
import { modelPlan } from '../../models/random-model.ts';
import { kernel } from '../aio/decide.ts';
import { seededRandom } from '../../../properties/search/seeded-random.ts';
import { seed } from '../../drawn.ts';
import { assertLaw } from '../../law.ts';

const RUNS = 150;

/** What can be done to a machine; `n` says which context, option or saved state. */
const doings = [
  'fire',
  'fire',
  'fire',
  'draw',
  'next',
  'reset',
  'save',
  'restore',
  'rewind',
  'look',
  'record',
] as const;
type Doing = { readonly what: (typeof doings)[number]; readonly n: number };
const plays = fc.array(fc.record({ what: fc.constantFrom(...doings), n: fc.nat(999) }), {
  minLength: 20,
  maxLength: 200,
  size: 'max',
});

const portrait = (machine: Machine) => ({
  able: machine.enabledContexts(),
  enabled: machine.contexts.map((_, context) => machine.enabled(context)),
  plain: machine.plain(),
  halted: machine.halted(),
  locks: machine.situation.heldLocks(),
  contexts: machine.contexts.map((_, context) => ({
    stack: machine.stack(context),
    isAtRest: machine.isAtRest(context),
    hasFinished: machine.hasFinished(context),
  })),
});

/** Does one thing to one machine, and tells all that came of it. */
function player(machine: Machine) {
  const saved: Uint32Array[] = [];
  let fired = false;
  const save = () => {
    const words = new Uint32Array(machine.width);
    machine.save(words, 0);
    return words;
  };
  machine.reset();
  return ({ what, n }: Doing): unknown => {
    const able = machine.enabledContexts();
    const context = able[n % able.length];
    switch (what) {
      case 'fire':
      case 'draw': {
        if (context === undefined) return 'nobody';
        const random = seededRandom(n);
        machine.script.splice(0, Number.POSITIVE_INFINITY, ...(what === 'fire' ? [n % 2] : []));
        machine.drawWith(what === 'draw' ? (options) => random.nextInt(0, options - 1) : null);
        fired = true;
        const made = machine.fire(context);
        machine.drawWith(null);
        return [made, [...machine.script]];
      }
      case 'next':
        return fired && [machine.nextScript(), [...machine.script]];
      case 'reset':
        return machine.reset();
      case 'save':
        saved.push(save());
        return saved.at(-1);
      case 'restore':
        return saved.length > 0 && machine.restore(saved[n % saved.length] as Uint32Array, 0);
      case 'rewind':
        return machine.rewind();
      case 'look':
        return portrait(machine);
      case 'record':
        machine.record(n % 2 === 0);
        return null;
    }
  };
}

function playBoth(model: Model, capacity: number | undefined, play: readonly Doing[]): void {
  const plain = player(new PackedMachine(model));
  const remembering = player(new CachingMachine(new PackedMachine(model), capacity));
  for (const doing of play) assertSame(remembering(doing), plain(doing), JSON.stringify(doing));
}

describe.each([
  ['with room for everything', undefined],
  ['with room for a few states', 5],
  ['with room for one', 1],
] as const)('%s', (_name, capacity) => {
  it('does as the machine underneath on random models', () => {
    assertLaw(
      fc.property(modelPlan, plays, (plan, play) => playBoth(buildModel(plan), capacity, play)),
      RUNS,
    );
  });

  it('does as the machine underneath on the kernel', () => {
    const model = closeWorld(worldOf(shippedScenario('dw1-inval')), kernel('2.6.20'));
    // Long enough to come to the faults, and back again.
    const long = fc.array(
      fc.record({ what: fc.constantFrom('fire', 'fire', 'fire', 'draw', ...doings), n: fc.nat(999) }),
      {
        minLength: 300,
        maxLength: 600,
        size: 'max',
      },
    );
    assertLaw(
      fc.property(long, (play) => playBoth(model, capacity, play)),
      RUNS / 10,
    );
  });

  it('gives the same random schedules', () => {
    const model = closeWorld(worldOf(shippedScenario('dw1-reader-inval')), kernel('post-eiocbqueued'));
    const [plain, remembering] = [new PackedMachine(model), new CachingMachine(new PackedMachine(model), capacity)];
    const [ours, theirs] = [seededRandom(seed), seededRandom(seed)];
    for (let run = 0; run < 200; run++)
      expect(randomTurns(remembering, uniform, ours)).toEqual(randomTurns(plain, uniform, theirs));
  });
});
