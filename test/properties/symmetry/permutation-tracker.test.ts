/** Paths through canonical states, told as schedules that can be taken. */
import { describe, expect, it } from 'vitest';
import { type Model, PackedMachine } from '../../../model/core/index.ts';
import { closeWorld } from '../../../model/closed-world.ts';
import { explore } from '../../../properties/search/explore.ts';
import { edgeLabel, fireEdge, turnsTo } from '../../../properties/search/paths.ts';
import { fireTurn, type Turn } from '../../../properties/search/turn.ts';
import { PermutationTracker } from '../../../properties/search/permutation-tracker.ts';
import { seededRandom } from '../../../properties/search/seeded-random.ts';
import { pairs } from '../../models/pairs.ts';
import { kernel } from '../aio/decide.ts';
import { accepted } from './trying.ts';
import { symmetricWorlds } from './worlds.ts';

const world = (name: string, patch: string): Model =>
  closeWorld(
    symmetricWorlds[name]?.[0] ?? {
      ring_nr: 2,
      iocbs: [],
      tasks: [],
      faults: { invalidate: [0], osync: [0], bio: [0] },
      listed: [],
    },
    kernel(patch),
  );

/** What makes the machine's states canonical, and the words of its current one. */
function prepared(machine: PackedMachine) {
  const canonical = accepted(machine);
  const words = () => {
    const saved = new Uint32Array(machine.width);
    machine.save(saved, 0);
    return saved;
  };
  return { canonical, words };
}

const models: [string, Model][] = [
  ['three users of nodes', pairs(3)],
  ['three users that fail by name', pairs(3, 'struct node *', 'allocates twice')],
  ['three readers of one write', world('three readers of one write', 'post-eiocbqueued')],
  ['three tasks, a buffered write each', world('three tasks, a buffered write each', '2.6.20')],
  ['two tasks, a direct write each that may fail', world('two tasks, a direct write each that may fail', '2.6.20')],
  ['two tasks, a request each that retries', world('two tasks, a request each that retries', '2.6.20')],
];

describe.each(models)('paths through canonical states of %s', (_, model) => {
  const machine = new PackedMachine(model);
  const { canonical, words } = prepared(machine);

  it('are schedules to states of the same orbits, step by step as told on the path', () => {
    const random = seededRandom(7);
    for (let seed = 0; seed < 20; seed++) {
      const edges: number[] = [];
      const steps: string[] = [];
      let renamed = false;
      machine.reset();
      for (let able = machine.enabledContexts(); able.length > 0; able = machine.enabledContexts()) {
        const start = words();
        machine.restore(start, 0);
        const context = able[random.nextInt(0, able.length - 1)] as number;
        machine.script.length = 0;
        steps.push(machine.fire(context).step);
        let ordinal = 0;
        for (let more = machine.nextScript(); more && random.nextInt(0, 1) === 1; more = machine.nextScript())
          ordinal++;
        machine.restore(start, 0);
        fireEdge(machine, edgeLabel(context, ordinal));
        edges.push(edgeLabel(context, ordinal));
        renamed = canonical.canonicalise() !== 0 || renamed;
      }
      const end = words();
      const ways = { parentOf: (node: number) => node - 1, edgeOf: (node: number) => edges[node - 1] as number };
      const turns = turnsTo(ways, machine, edges.length, { unfolding: new PermutationTracker(canonical) });
      expect(words()).toEqual(end);
      machine.reset();
      const taken = turns.map((turn) => {
        expect(machine.enabled(turn.context)).toBe(true);
        return fireTurn(machine, turn).step;
      });
      expect(taken).toEqual(steps);
      expect(renamed || seed > 0).toBe(true);
    }
  });
});

it('the search tells the schedules to its states, and to those that it passed', () => {
  const machine = new PackedMachine(world('three readers of one write', 'post-eiocbqueued'));
  const { canonical, words } = prepared(machine);
  const leastOf = (state: Uint32Array) => {
    machine.restore(state, 0);
    canonical.canonicalise();
    return words().join();
  };
  const states: Uint32Array[] = [];
  const passed: { from: number; turn: Turn; steps: number; state: Uint32Array }[] = [];
  const exploration = explore(
    machine,
    {
      restart: () => [states, passed].forEach((list) => list.splice(0)),
      state: () => void states.push(words()),
      passed: (from, turn, steps) => void passed.push({ from, turn, steps, state: words() }),
    },
    { reductions: { from: 0, canonicalOf: () => canonical } },
  );
  expect(states.length).toBeGreaterThan(100);
  expect(passed.length).toBeGreaterThan(100);
  const replayed = (turns: readonly Turn[]) => {
    machine.reset();
    for (const turn of turns) {
      if (!machine.enabled(turn.context)) throw new Error(`context ${turn.context} cannot go`);
      fireTurn(machine, turn);
    }
    return leastOf(words());
  };
  for (let number = 0; number < states.length; number += 7)
    expect(replayed(exploration.pathTo(number))).toBe(states[number]?.join());
  for (const { from, turn, steps, state } of passed.filter((_, i) => i % 37 === 0))
    expect(replayed(exploration.pathOn(from, turn, steps))).toBe(leastOf(state));
});
