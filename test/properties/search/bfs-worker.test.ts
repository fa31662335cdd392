/** A search whose states are compressed early, and grouped anew on the way, is the same search. */
import { describe, expect, it } from 'vitest';
import { runToEnd, type Machine, PackedMachine, type Coroutine } from '../../../model/core/index.ts';
import { closeWorld } from '../../../model/closed-world.ts';
import { worldOf } from '../../../model/scenarios/format/scenario.ts';
import { Edges } from '../../../properties/search/edges.ts';
import { type GroupedStates, Overflow } from '../../../properties/search/grouped-states.ts';
import { Memory } from '../../../properties/search/memory.ts';
import { StateTable } from '../../../properties/search/state-table.ts';
import { BfsWorker, type Visitor } from '../../../properties/search/bfs-worker.ts';
import { shippedScenario } from '../../ground-truth/truth.ts';
import { keyOf } from '../../models/naive-search.ts';
import { twoPhaseCommit } from '../../../docs/examples/two-phase-commit.ts';
import { kernel } from '../aio/decide.ts';

const NEVER = Number.POSITIVE_INFINITY;

/** States are grouped anew in the middle of an expansion, as if a group had overflowed in just that turn. */
class Overflowing extends StateTable {
  widened = 0;
  private turns = 0;
  private patched: GroupedStates | null = null;

  override get current(): GroupedStates {
    const current = super.current;
    if (current === this.patched) return current;
    this.patched = current;
    const compress = current.compress.bind(current);
    current.compress = (count) => {
      compress(count);
      if ([40, 41, 600, 2500].includes(++this.turns)) throw new Overflow('as the test will have it');
    };
    return current;
  }

  override *widening(): Coroutine<void> {
    this.widened++;
    yield* super.widening();
  }
}

/** All that a visitor is told, and all that is counted, when states are compressed as soon as there are `many`. */
function survey(machine: Machine, many: number) {
  // Findings are told when the turn is taken, states once they are found in the table: each in its own order.
  const states: string[] = [];
  const findings: string[] = [];
  const tell = (told: string[], ...about: unknown[]) => told.push(`${JSON.stringify(about)} ${keyOf(machine)}`);
  const visitor: Visitor = {
    state: (number, steps) => tell(states, 'state', number, steps),
    terminal: (number, end, steps) => tell(states, 'terminal', number, end, steps),
    found: (from, turn, followed, steps, finding) => tell(findings, from, turn, followed, steps, finding),
  };
  const table = new (many === NEVER ? StateTable : Overflowing)(machine.width, new Memory(), many);
  const edges = new Edges(new Memory());
  const visiting = new BfsWorker(machine, visitor, table, edges, null);
  visiting.begin();
  for (let at = 0; ; at++) {
    if (at === table.size) visiting.flushBatch();
    if (at === table.size) break;
    do for (let due = visiting.due(); due !== null; due = visiting.due()) runToEnd(due);
    while (!visiting.expand(at));
  }
  const degrees = Array.from({ length: edges.degrees.length }, (_, i) => edges.degrees.get(i));
  const targets = Array.from({ length: edges.targets.length }, (_, i) => edges.targets.get(i));
  const { transitions, ends } = visiting;
  return {
    widened: table instanceof Overflowing ? table.widened : 0,
    seen: { states, findings, transitions, ends, degrees, targets },
  };
}

const models = {
  'two-phase commit': () => new PackedMachine(twoPhaseCommit(5)),
  'a direct write that fails and a reader': () =>
    new PackedMachine(closeWorld(worldOf(shippedScenario('dw1-inval')), kernel('2.6.20'))),
  'a buffered write and a reader that comes upon breaches': () =>
    new PackedMachine(closeWorld(worldOf(shippedScenario('buffered-reader')), kernel('2.6.20+publish-before-event'))),
};

describe.each(Object.entries(models))('in %s', (_, make) => {
  const plain = survey(make(), NEVER);
  it.each([1, 30, 300, 2000])('compressing from %i states on changes nothing', (many) => {
    const { seen, widened } = survey(make(), many);
    expect(seen).toEqual(plain.seen);
    expect(widened).toBe(4);
  });
});
