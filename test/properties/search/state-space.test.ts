/** A search whose states are compressed early, and grouped anew on the way, is the same search. */
import { describe, expect, it } from 'vitest';
import { runToEnd, type Machine, PackedMachine, type Coroutine } from '../../../model/core/index.ts';
import { closeWorld } from '../../../model/closed-world.ts';
import { worldOf } from '../../../model/scenarios/format/scenario.ts';
import { Edges } from '../../../properties/search/edges.ts';
import { BreadthFirst } from '../../../properties/search/frontier.ts';
import { type GroupedStates, Overflow } from '../../../properties/search/grouped-states.ts';
import { MemoryBudget } from '../../../properties/search/memory.ts';
import { StateSpace, type Visitor } from '../../../properties/search/state-space.ts';
import { StateTable } from '../../../properties/search/state-table.ts';
import type { VisitedSet } from '../../../properties/search/visited-set.ts';
import { shippedScenario } from '../../ground-truth/truth.ts';
import { keyOf } from '../../models/naive-search.ts';
import { twoPhaseCommit } from '../../../docs/examples/two-phase-commit.ts';
import { kernel } from '../aio/decide.ts';

const NEVER = Number.POSITIVE_INFINITY;

/** Those of the turns that are compressed. */
const OVERFLOWS: ReadonlySet<number> = new Set([40, 41, 600, 2500]);

/** States are grouped anew in the middle of an expansion, as if a group had overflowed in just that turn. */
class Overflowing extends StateTable {
  widened = 0;
  private turns = 0;
  private patched: GroupedStates | null = null;

  override handIn(...turn: Parameters<VisitedSet['handIn']>): void {
    const { grouped } = this;
    if (grouped !== this.patched) {
      this.patched = grouped;
      const compress = grouped.compress.bind(grouped);
      grouped.compress = (count) => {
        compress(count);
        if (OVERFLOWS.has(++this.turns)) throw new Overflow('as the test will have it');
      };
    }
    super.handIn(...turn);
  }

  protected override *widening(): Coroutine<void> {
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
  const visited = new (many === NEVER ? StateTable : Overflowing)(machine.width, new MemoryBudget(), many);
  const frontier = new BreadthFirst();
  const graph = new Edges(new MemoryBudget());
  const space = new StateSpace(machine, visitor, { visited, frontier, graph, filter: null, canonical: null });
  space.begin();
  for (;;) {
    for (let due = space.due(); due !== null; due = space.due()) runToEnd(due);
    if (!frontier.isSettled) space.lookUp();
    if (frontier.size === 0) break;
    const state = frontier.pop();
    space.expand(state, frontier.steps);
  }
  const degrees = Array.from({ length: graph.states }, (_, state) => graph.degreeOf(state));
  const targets = Array.from({ length: graph.targets.length }, (_, i) => graph.targets.get(i));
  const { transitions, ends } = space;
  return {
    widened: visited instanceof Overflowing ? visited.widened : 0,
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
