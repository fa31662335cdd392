/** How many of all complete schedules fail: paths of the state graph, counted exactly. It says nothing of how likely they are. */
import type { Coroutine } from '../../model/core/index.ts';
import type { Graph } from '../../properties/search/edges.ts';
import { countingSchedules } from '../../properties/search/schedules.ts';
import { Vector32 } from '../../properties/search/vectors.ts';
import type { StateGraph } from './state-graph.ts';

export interface ScheduleShare {
  readonly all: bigint;
  readonly failing: bigint;
}

/** Null where the graph has a cycle: some schedule never ends. */
export function* countingShare(graph: StateGraph, passes: Uint8Array): Coroutine<ScheduleShare | null> {
  const all = yield* countingSchedules(graph.graph);
  if (all === null) return null;
  const passing = passes[0] === 1 ? yield* countingSchedules(passingPart(graph, passes)) : null;
  return { all: all.all, failing: all.all - (passing?.all ?? 0n) };
}

/** The states and turns of schedules that pass, under other numbers. */
function passingPart(graph: StateGraph, passes: Uint8Array): Graph {
  const numbers = new Map<number, number>([[0, 0]]);
  const states = [0];
  const [firsts, degrees]: [number[], number[]] = [[], []];
  const targets = new Vector32();
  const ends = new Map<number, 'done'>();
  for (const [number, state] of states.entries()) {
    firsts.push(targets.length);
    for (let edge = graph.firstEdge(state); edge < graph.endEdge(state); edge++) {
      if (!graph.leadsOn(edge, passes)) continue;
      const target = graph.targetOf(edge);
      if (!numbers.has(target)) numbers.set(target, states.push(target) - 1);
      targets.push(numbers.get(target) as number);
    }
    degrees.push(targets.length - (firsts[number] as number));
    if (graph.isPassingEnd(state)) ends.set(number, 'done');
  }
  return {
    states: states.length,
    targets,
    ends,
    degreeOf: (state) => degrees[state] as number,
    firstOf: (state) => firsts[state] as number,
  };
}
