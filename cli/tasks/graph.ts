/** Writes down the state graph of a scenario under a patch. */
import { aut } from '../../counterexamples/formats/aut.ts';
import { dot } from '../../counterexamples/formats/dot.ts';
import type { WrittenGraph } from '../../counterexamples/formats/graph-subject.ts';
import { type Coroutine, PackedMachine } from '../../model/core/index.ts';
import type { Scenario } from '../../model/scenarios/format/scenario.ts';
import { judgingStates, type JudgedGraph } from '../../properties/checker/judged-graph.ts';
import { findingBisimilarity, quotient } from '../../properties/search/bisimulation.ts';
import type { Clip, Limits, Progress } from '../../properties/search/explore.ts';
import { interruptible, STOPPED } from '../../properties/search/search-run.ts';
import type { GRAPH_FORMATS } from '../options.ts';
import { formatCount, sayProgress } from '../progress.ts';
import type { Runner } from '../runner.ts';
import { askOnceMore } from './again.ts';
import { modelOf, patchOf, propertiesOf } from './code.ts';

type Format = (typeof GRAPH_FORMATS)[number];

/** The patch and the properties as the user called them. */
export interface AskedGraph {
  readonly scenario: Scenario;
  readonly patch: string;
  readonly properties: readonly string[];
  readonly format: Format;
  /** Take for one what is strongly bisimilar. */
  readonly minimise: boolean;
  readonly limits: Limits;
}

export interface GraphAnswer {
  /** Null: it was clipped. A graph may be longer than a text can be. */
  readonly text: readonly string[] | null;
  readonly clipped: Clip | null;
  readonly limit: string | null;
  readonly states: number;
}

const formats: Readonly<Record<Format, (written: WrittenGraph) => Iterable<string>>> = { dot, aut };

export async function writeGraph(asked: AskedGraph, runner: Runner): Promise<GraphAnswer> {
  const { scenario, limits } = asked;
  const { maxSeconds = Number.POSITIVE_INFINITY } = limits;
  const deadline = performance.now() + 1000 * maxSeconds;
  const patch = await patchOf(asked.patch);
  const properties = await propertiesOf(asked.properties);
  const machine = new PackedMachine(modelOf(scenario, patch));
  const what = `${scenario.name}, ${patch.name}`;
  const { judged, clipped, limit, progress } = await runner.run(
    what,
    judgingStates(machine, properties, limits),
    sayProgress,
  );
  const { states } = progress;
  if (judged === null) return { text: null, clipped, limit, states };
  const left = await askOnceMore(machine, asked, properties, async (far) => !(await runner.pause(what, far)));
  if (left !== null) return { text: null, clipped: 'limit', limit: left, states };
  const of = { scenario: scenario.name, patch: patch.name, properties: properties.map(({ name }) => name) };
  let why: Clip = 'interrupted';
  const stops = (stop: 'stop' | undefined): boolean => {
    why = stop === 'stop' ? 'interrupted' : 'max-seconds';
    return stop === 'stop' || performance.now() > deadline;
  };
  const text = await runner.run(
    what,
    interruptible(written(judged, of, asked), () => progress, stops),
    (far: Progress) => `writing down ${formatCount(far.states)} states`,
  );
  return text === STOPPED
    ? { text: null, clipped: why, limit: null, states }
    : { text, clipped: null, limit: null, states };
}

/** The text, in pieces. */
function* written(
  judged: JudgedGraph,
  of: Pick<WrittenGraph, 'scenario' | 'patch' | 'properties'>,
  { minimise, format }: Pick<AskedGraph, 'minimise' | 'format'>,
): Coroutine<readonly string[]> {
  const { graph: whole } = judged;
  const graph = minimise ? quotient(whole, yield* findingBisimilarity(whole)) : whole;
  const text: string[] = [];
  for (const piece of formats[format]({ ...judged, ...of, graph, minimised: minimise ? whole : null })) {
    text.push(piece);
    yield;
  }
  return text;
}
