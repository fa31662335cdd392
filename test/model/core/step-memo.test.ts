/** The memo of steps, a rule at a time: what is run again, and what is not. What is not known is run twice at once. */
import { describe, expect, it } from 'vitest';
import { type AnyProc, type Machine, PackedMachine } from '../../../model/core/index.ts';
import { act, fireAll, fn, type Kernel, type Locals, nothing, tinyModel, when } from '../../models/tiny-kernel.ts';

/** A machine, and a model that tells how often its step was run. */
function counted(run: (k: Kernel, f: Locals) => void, ...others: AnyProc[]) {
  let runs = 0;
  const step = act((k, f) => {
    runs++;
    run(k, f);
  });
  const machine = new PackedMachine(tinyModel([fn('user', { step, after: nothing }), ...others]));
  return { machine, runs: () => runs };
}

const seenIn = (machine: Machine) => machine.plain().pools['root']?.[0]?.['seen'];
/** Sets what others read. */
const setter = fn('setter', { set: act((k) => void (k.root(0).total = 2)) });

describe('a step is not run again', () => {
  it('from the state in which it was taken', () => {
    const { machine, runs } = counted((k) => void (k.root(0).seen = 4));
    for (let i = 0; i < 3; i++) {
      fireAll(machine, 'user');
      expect(seenIn(machine)).toBe(4);
      machine.rewind();
      expect(seenIn(machine)).toBe(0);
    }
    expect(runs()).toBe(2);
  });
  it('from another state that differs in what it does not read', () => {
    const { machine, runs } = counted((k) => void (k.root(0).seen += 1), setter);
    fireAll(machine, 'user');
    machine.rewind();
    fireAll(machine, 'setter', 'user');
    expect([seenIn(machine), runs()]).toEqual([1, 2]);
  });
  it('because of what it wrote itself before it read it', () => {
    const reads = (k: Kernel) => {
      k.root(0).result = 7;
      k.root(0).seen = k.root(0).result;
    };
    const other = fn('other', { set: act((k) => void (k.root(0).result = -5)) });
    const { machine, runs } = counted(reads, other);
    fireAll(machine, 'user');
    machine.rewind();
    fireAll(machine, 'other', 'user');
    expect([seenIn(machine), runs()]).toEqual([7, 2]);
  });
  it('and neither is a condition', () => {
    let asked = 0;
    const waits = fn('waits', { until: when((k) => (asked++, k.root(0).flag)) });
    const raises = fn('raises', { raise: act((k) => void (k.root(0).flag = true)) });
    const machine = new PackedMachine(tinyModel([waits, raises]));
    expect([machine.enabled(0), machine.enabled(0), asked]).toEqual([false, false, 2]);
    fireAll(machine, 'raises');
    expect([machine.enabled(0), machine.enabled(0), asked]).toEqual([true, true, 4]);
    machine.rewind();
    expect([machine.enabled(0), asked]).toEqual([false, 4]);
  });
  it('where a check asks whether the context holds a lock, and another holds it instead of nobody', () => {
    const { machine, runs } = counted(
      (k) => void (k.root(0).total = 1),
      fn('other', { lock: act((k) => k.root(0).lock.take()) }),
    );
    const first = fireAll(machine, 'user');
    machine.rewind();
    const second = fireAll(machine, 'other', 'user');
    const kinds = [first, second].map((all) => all.at(-1)?.findings.map(({ kind }) => kind));
    expect([kinds, runs()]).toEqual([[['unguarded'], ['unguarded']], 2]);
  });
});

describe('a step is run', () => {
  it('where what it reads has another content', () => {
    const { machine, runs } = counted((k) => void (k.root(0).seen = k.root(0).total + 1), setter);
    fireAll(machine, 'user');
    machine.rewind();
    fireAll(machine, 'setter', 'user');
    expect([seenIn(machine), runs()]).toEqual([3, 4]);
  });
  it('where a check on the way comes out otherwise: here, whether the context holds the lock', () => {
    let runs = 0;
    const set = act((k) => {
      runs++;
      k.root(0).total = 1;
    });
    const user = fn('user', {
      set,
      take: act((k) => k.root(0).lock.take()),
      again: { ...nothing, run: () => 'set' as never },
    });
    const machine = new PackedMachine(tinyModel([user]));
    const fired = fireAll(machine, 'user', 'user', 'user', 'user');
    expect([fired.map(({ findings }) => findings.map(({ kind }) => kind)), runs]).toEqual([
      [['unguarded'], [], [], []],
      4,
    ]);
  });
  it('once for each context and each option', () => {
    let runs = 0;
    const step = act((k) => {
      runs++;
      k.root(0).seen = k.choose('which', [3, 5]) + k.current;
    });
    const shared = fn('shared', { step, after: nothing });
    const machine = new PackedMachine(tinyModel([], { contexts: { zero: shared, one: shared } }));
    const all = [1, 2].map(() =>
      ['zero', 'one'].map((name) => {
        machine.script.length = 0;
        const seen = [];
        do {
          fireAll(machine, name);
          seen.push(seenIn(machine));
          machine.rewind();
        } while (machine.nextScript());
        return seen;
      }),
    );
    const expected = [
      [3, 5],
      [4, 6],
    ];
    expect([all, runs]).toEqual([[expected, expected], 8]);
  });
  it('while something is recorded, and tells all of it', () => {
    const { machine, runs } = counted((k) => void (k.root(0).seen = 4));
    fireAll(machine, 'user');
    machine.rewind();
    machine.record(true);
    fireAll(machine, 'user');
    expect([machine.footprint().writes, machine.passed().length, runs()]).toEqual([['root[0].seen'], 1, 3]);
  });
  it('as long as the memo has no room', () => {
    const model = tinyModel([fn('user', { step: act((k) => void (k.root(0).seen += 1)), after: nothing })]);
    for (let memoWords = 0; memoWords < 400; memoWords++) {
      const machine = new PackedMachine(model, { memoWords });
      for (let i = 0; i < 3; i++) {
        fireAll(machine, 'user');
        expect(seenIn(machine)).toBe(1);
        machine.rewind();
      }
      expect(machine.memoSize().words).toBeLessThanOrEqual(Math.max(1, memoWords));
    }
  });
});

describe('doing a step again', () => {
  it('writes what changed nothing the first time', () => {
    const { machine } = counted(
      (k) => void (k.root(0).seen = 0),
      fn('other', { set: act((k) => void (k.root(0).seen = 9)) }),
    );
    fireAll(machine, 'user');
    machine.rewind();
    fireAll(machine, 'other', 'user');
    expect(seenIn(machine)).toBe(0);
  });
  it('halts the run as it did', () => {
    const { machine, runs } = counted((k) => k.BUG_ON(true));
    const fired = [1, 2].map(() => {
      const [told] = fireAll(machine, 'user');
      const after = { told, halted: machine.halted(), can: machine.enabled(0), stack: machine.stack(0) };
      machine.rewind();
      return after;
    });
    expect(fired[1]).toEqual(fired[0]);
    expect([machine.halted(), runs()]).toEqual([null, 2]);
  });
});

describe('what should not be', () => {
  it.each([undefined, 0])(
    'a step taken in a halted run is run, and the context stays where it is (memoWords: %s)',
    (n) => {
      const bug = fn('bug', { bug: act((k) => k.BUG_ON(true)) });
      const user = fn('user', { step: act((k) => void (k.root(0).seen = 4)), after: nothing });
      const machine = new PackedMachine(tinyModel([user, bug]), n === undefined ? {} : { memoWords: n });
      fireAll(machine, 'user');
      machine.rewind();
      fireAll(machine, 'bug');
      const before = machine.stack(0);
      machine.fire(0);
      expect([seenIn(machine), machine.stack(0)]).toEqual([4, before]);
    },
  );
  it('a draw that fails is an error of whoever draws, and nothing is taken down', () => {
    const { machine, runs } = counted((k) => void (k.root(0).seen = k.choose('which', [3, 5])));
    machine.drawWith(() => {
      throw new Error('no more numbers');
    });
    for (let i = 0; i < 2; i++) {
      expect(() => machine.fire(0)).toThrow('a choice cannot be drawn');
      machine.rewind();
    }
    machine.drawWith(null);
    fireAll(machine, 'user');
    expect([seenIn(machine), machine.halted(), runs()]).toEqual([3, null, 4]);
  });
  it('a draw that asks the machine in the middle of a step is refused', () => {
    const { machine } = counted((k) => void (k.root(0).seen = k.choose('which', [3, 5])), setter);
    machine.drawWith(() => Number(machine.enabled(1)));
    expect(() => machine.fire(0)).toThrow('a choice cannot be drawn');
    machine.rewind();
    machine.drawWith(null);
    fireAll(machine, 'setter', 'user');
    expect([seenIn(machine), machine.halted()]).toEqual([3, null]);
  });
  it('a step that reads otherwise than before is found out', () => {
    // The same twice in a row, and then something else.
    let calls = 0;
    const { machine } = counted(
      (k) => {
        const root = k.root(0);
        root.seen = (calls++ < 2 ? Number(root.flag) : root.total) + (root.result === 0 ? 0 : 1);
      },
      fn('other', { set: act((k) => void (k.root(0).result = 7)) }),
    );
    fireAll(machine, 'user');
    machine.rewind();
    fireAll(machine, 'other');
    expect(() => machine.fire(0)).toThrow('user.step depends on more than the state: the module has variables');
  });
});
