import { describe, expect, it } from 'vitest';
import { follow, type Misfit } from '../../counterexamples/follow.ts';
import { narrate } from '../../counterexamples/narrate.ts';
import { scheduleOf } from '../../counterexamples/schedule.ts';
import { traceOf } from '../../counterexamples/aio/trace.ts';
import { closeWorld } from '../../model/closed-world.ts';
import { type Machine, PackedMachine, ReferenceMachine } from '../../model/core/index.ts';
import { worldOf } from '../../model/scenarios/format/scenario.ts';
import { shippedScenario } from '../ground-truth/truth.ts';
import { bothMachines } from '../models/machines.ts';
import { act, born, fn, nothing, tinyModel, when } from '../models/tiny-kernel.ts';
import type { Turn } from '../../properties/search/turn.ts';
import { decide, kernel } from '../properties/aio/decide.ts';

/**
 * A gambler flips a coin, and throws a die if it falls on its head; a watcher waits until it has landed; a vandal touches
 * what it freed.
 */
const gambler = fn('gambler', {
  flip: act((k) => {
    if (k.choose('coin', [0, -5]) === -5) k.choose('die', [1, 2, 3]);
    k.root(0).flag = true;
  }),
  leave: nothing,
});
const watcher = fn('watcher', { look: when((k) => k.root(0).flag) });
const vandal = fn('vandal', {
  born: born(0),
  free: act((k) => k.free('thing', 0)),
  touch: act((k) => {
    k.thing(0).n = 1;
  }),
});
const table = tinyModel([gambler, watcher, vandal]);

const heads = ['gambler gambler.flip', 'gambler ? coin=0'];
const tails = ['gambler gambler.flip', 'gambler ? coin=-5', 'gambler ? die=2'];

function misfitOf(machine: Machine, ...schedule: readonly string[]): Misfit {
  const followed = follow(machine, schedule);
  if (followed.ok) throw new Error('it fits');
  return followed.misfit;
}

describe.each(bothMachines)('following a schedule by its names, on the %s machine', (_, make) => {
  const machine = make(table);

  it('gives its turns, and leaves the machine where they lead', () => {
    const schedule = [...heads, 'watcher watcher.look', 'gambler gambler.leave'];
    const turns = [0, 1, 0].map((context) => ({ context, script: [] }));
    expect(follow(machine, schedule)).toEqual({ ok: true, turns });
    expect([0, 1, 2].map((context) => machine.hasFinished(context))).toEqual([true, true, false]);
  });

  it('makes the choices that are told', () => {
    expect(follow(machine, tails)).toEqual({ ok: true, turns: [{ context: 0, script: [1, 1] }] });
  });

  it('begins at the start each time, and may end there', () => {
    expect(follow(machine, tails).ok).toBe(true);
    expect(follow(machine, [])).toEqual({ ok: true, turns: [] });
    expect(machine.enabled(1)).toBe(false);
  });

  const atStart = ['gambler gambler.flip', 'vandal vandal.born'];
  const misfits: readonly (readonly [string, readonly string[], Misfit])[] = [
    [
      'a context that there is not',
      ['bystander bystander.stare'],
      { kind: 'unknown-context', line: 0, why: 'there is no context bystander', instead: atStart },
    ],
    [
      'a context that waits',
      ['watcher watcher.look'],
      { kind: 'not-enabled', line: 0, why: 'watcher waits at watcher.look', instead: atStart },
    ],
    [
      'a context that has finished',
      [...heads, 'watcher watcher.look', 'watcher watcher.look'],
      {
        kind: 'not-enabled',
        line: 3,
        why: 'watcher has finished',
        instead: ['gambler gambler.leave', 'vandal vandal.born'],
      },
    ],
    [
      'a context that is at another step',
      ['gambler gambler.leave'],
      { kind: 'other-step', line: 0, why: 'gambler is at gambler.flip', instead: atStart },
    ],
    [
      'a value that is not on offer',
      ['gambler gambler.flip', 'gambler ? coin=7'],
      {
        kind: 'choice',
        line: 1,
        why: 'gambler.flip does not offer it',
        instead: ['gambler ? coin=0', 'gambler ? coin=-5'],
      },
    ],
    [
      'a second value that is not on offer, though the first is',
      ['gambler gambler.flip', 'gambler ? coin=-5', 'gambler ? die=7'],
      {
        kind: 'choice',
        line: 2,
        why: 'gambler.flip does not offer it',
        instead: ['gambler ? die=1', 'gambler ? die=2', 'gambler ? die=3'],
      },
    ],
    [
      'a choice of another name, or of another context',
      ['gambler gambler.flip', 'vandal ? coin=0'],
      {
        kind: 'choice',
        line: 1,
        why: 'gambler.flip does not offer it',
        instead: ['gambler ? coin=0', 'gambler ? coin=-5'],
      },
    ],
    [
      'one choice too many',
      [...heads, 'gambler ? die=1'],
      {
        kind: 'choice',
        line: 2,
        why: 'gambler.flip makes no other choice',
        instead: ['gambler gambler.leave', 'watcher watcher.look', 'vandal vandal.born'],
      },
    ],
    [
      'a choice by a step that makes none',
      ['vandal vandal.born', 'vandal ? coin=0'],
      {
        kind: 'choice',
        line: 1,
        why: 'vandal.born makes no choice',
        instead: ['gambler gambler.flip', 'vandal vandal.free'],
      },
    ],
    [
      'a choice in front of every step',
      ['gambler ? coin=0'],
      { kind: 'choice', line: 0, why: 'no step above it chooses', instead: atStart },
    ],
    [
      'a choice that is left out',
      ['vandal vandal.born', 'gambler gambler.flip', 'gambler gambler.leave'],
      {
        kind: 'untold-choice',
        line: 1,
        why: 'gambler.flip makes a choice that no line below tells',
        instead: ['gambler ? coin=0', 'gambler ? coin=-5'],
      },
    ],
    [
      'the second of two choices left out',
      ['gambler gambler.flip', 'gambler ? coin=-5'],
      {
        kind: 'untold-choice',
        line: 1,
        why: 'gambler.flip makes a choice that no line below tells',
        instead: ['gambler ? die=1', 'gambler ? die=2', 'gambler ? die=3'],
      },
    ],
    [
      'a step after an oops',
      ['vandal vandal.born', 'vandal vandal.free', 'vandal vandal.touch', ...heads],
      { kind: 'ended', line: 3, why: 'the run ended before, with use_after_free:thing', instead: [] },
    ],
  ];

  it.for(misfits)('refuses %s, and says what would fit', ([, schedule, misfit]) => {
    expect(misfitOf(machine, ...schedule)).toEqual(misfit);
  });

  it('stops in front of the step whose choices do not fit', () => {
    misfitOf(machine, ...heads.slice(0, 1), 'gambler ? coin=7');
    expect(machine.stack(0).at(-1)?.label).toBe('flip');
  });
});

const violations = [
  ['dw1-all-nosync', '2.6.20', 'no-double-completion'],
  ['dw1-inval', '2.6.20', 'no-use-after-free'],
  ['dw1-reader', 'post-eiocbqueued', 'no-lost-wakeup'],
] as const;

describe('a trace', () => {
  it.for(violations)(
    'of %s under %s that violates %s leads back to its turns, and to itself',
    ([name, patch, property]) => {
      const { violation } = decide(name, kernel(patch)).judgements.find((j) => j.property.name === property) ?? {};
      const { turns, message } = violation ?? { turns: [], message: '' };
      expect(turns.length).toBeGreaterThan(10);
      const model = closeWorld(worldOf(shippedScenario(name)), kernel(patch));
      const told = (taken: readonly Turn[]) => {
        const { steps } = narrate(model, taken);
        const wrong = { message, atEnd: true, after: steps.length };
        const about = { patch, scenario: shippedScenario(name), property, certified: false };
        return traceOf({ steps, wrong, message, schedule: scheduleOf(steps), livelock: null }, about);
      };
      for (const machine of [new ReferenceMachine(model), new PackedMachine(model)]) {
        const followed = follow(machine, told(turns).schedule);
        expect(followed).toEqual({ ok: true, turns });
        expect(followed.ok && told(followed.turns)).toEqual(told(turns));
      }
    },
  );
});
