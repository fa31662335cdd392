/** What predicates answered is known again: they are asked anew only where a cell that they asked about has changed. */
import { describe, expect, it } from 'vitest';
import { ImpureStep, PackedMachine, type Predicate, type Situation } from '../../../model/core/index.ts';
import { act, fireAll, fn, type Kernel, nothing, tinyModel } from '../../models/tiny-kernel.ts';

type Ask = (k: Kernel, situation: Situation) => unknown;

/** A predicate that counts how often it is run. */
function counted(run: Ask): Predicate & { readonly runs: () => number } {
  let runs = 0;
  return {
    of: 'property mine',
    runs: () => runs,
    run: (k, situation) => {
      runs++;
      return run(k as Kernel, situation);
    },
  };
}

const model = () =>
  tinyModel([
    fn('writer', {
      flag: act((k) => void (k.root(0).flag = true)),
      same: act((k) => void (k.root(0).flag = true)),
      other: act((k) => void (k.root(0).seen = 1)),
      back: act((k) => void (k.root(0).flag = false)),
    }),
    fn('other', { nothing, more: nothing }),
  ]);

function begun(options: ConstructorParameters<typeof PackedMachine>[1] = {}) {
  const machine = new PackedMachine(model(), options);
  machine.reset();
  return machine;
}

/** Makes the current state the one that what has changed is told from. */
function settle(machine: PackedMachine): void {
  const words = new Uint32Array(machine.width);
  machine.save(words, 0);
  machine.restore(words, 0);
}

describe('what a predicate answered', () => {
  it('is known again without asking, in any state in which its questions have the same answers', () => {
    const machine = begun();
    const flag = counted((k) => k.root(0).flag);
    // What is not known is asked twice at once.
    expect([machine.ask(flag), machine.ask(flag), flag.runs()]).toEqual([false, false, 2]);
    fireAll(machine, 'other');
    expect([machine.ask(flag), flag.runs()]).toEqual([false, 2]);
    fireAll(machine, 'writer');
    expect([machine.ask(flag), flag.runs()]).toEqual([true, 4]);
    fireAll(machine, 'writer', 'writer', 'writer');
    expect([machine.ask(flag), flag.runs()]).toEqual([false, 4]);
  });
  it('is asked for every time where there is no memo', () => {
    const machine = begun({ memoWords: 0 });
    const flag = counted((k) => k.root(0).flag);
    expect([machine.ask(flag), machine.ask(flag), flag.runs()]).toEqual([false, false, 2]);
    expect(machine.stale() & machine.markOf(flag)).not.toBe(0);
  });
  it('is right although nothing can be taken down, and that is said', () => {
    const machine = begun({ memoWords: 40 });
    const asks = Array.from({ length: 60 }, (_, n) => counted((k) => Number(k.root(0).flag) + n > n));
    const observation = machine.observe();
    for (const ask of asks) expect(machine.ask(ask)).toBe(false);
    fireAll(machine, 'writer');
    for (const ask of asks) expect(machine.ask(ask)).toBe(true);
    expect(observation?.isWhole()).toBe(false);
  });
  it('counts as another way for each combination of answers', () => {
    const machine = begun();
    const observation = machine.observe();
    const both = counted((k) => k.root(0).flag && k.root(0).seen === 1);
    machine.ask(both);
    fireAll(machine, 'writer');
    machine.ask(both);
    fireAll(machine, 'writer', 'writer');
    machine.ask(both);
    const ways = observation?.inquiries.waysOf(both) ?? [];
    expect(ways.map(({ questions, said }) => [questions.length, said])).toEqual([
      [1, false],
      [2, false],
      [2, true],
    ]);
  });
});

describe('what may have changed', () => {
  const flag = counted((k) => k.root(0).flag);
  const rest = counted((_, s) => s.isAtRest(1));
  const staleAfter = (...turns: string[]) => {
    const machine = begun();
    machine.ask(flag);
    machine.ask(rest);
    fireAll(machine, ...turns.slice(0, -1));
    settle(machine);
    fireAll(machine, ...turns.slice(-1));
    const stale = machine.stale();
    return [flag, rest].map((ask) => (stale & machine.markOf(ask)) !== 0);
  };
  it('is nothing where nothing is done', () => expect(staleAfter()).toEqual([false, false]));
  it('is what asked about a cell that changed', () => expect(staleAfter('writer')).toEqual([true, false]));
  it('is not what asked about another', () => expect(staleAfter('writer', 'writer', 'writer')).toEqual([false, false]));
  it('is what asked about the stack of whoever went', () => expect(staleAfter('other')).toEqual([false, true]));
  it('is also what was asked only behind another answer', () => {
    const machine = begun();
    const early = counted((k) => k.root(0).flag && k.root(0).seen === 1);
    machine.ask(early);
    fireAll(machine, 'writer');
    machine.ask(early);
    settle(machine);
    fireAll(machine, 'writer', 'writer');
    expect(machine.stale() & machine.markOf(early)).not.toBe(0);
  });
  it('is told of each of more predicates than there are marks', () => {
    const machine = begun();
    const many = Array.from({ length: 70 }, () => counted((k) => k.root(0).flag));
    for (const ask of many) machine.ask(ask);
    fireAll(machine, 'writer');
    expect(many.every((ask) => (machine.stale() & machine.markOf(ask)) !== 0)).toBe(true);
  });
});

describe('a predicate with variables of its own', () => {
  it('is found out where it asks otherwise than before', () => {
    const machine = begun();
    // The same twice in a row, and then something else.
    let calls = 0;
    const impure = counted((k) => (calls++ < 2 ? k.root(0).flag : k.root(0).seen === 1 && k.root(0).flag));
    machine.ask(impure);
    fireAll(machine, 'writer');
    expect(() => machine.ask(impure)).toThrow(ImpureStep);
  });
});
