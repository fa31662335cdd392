/** A state graph as a drawing of Graphviz: how schedules end by shape, what is violated in red. */
import { visible } from '../../model/diagnostics/visible.ts';
import type { StateClass, TurnLabel } from '../../properties/checker/graph-words.ts';
import { inPieces, wordsOfClass, wordsOfTurn, type WrittenGraph } from './graph-subject.ts';

const RED = 'color=red, fontcolor=red';

/** In pieces. */
export function* dot(written: WrittenGraph): Generator<string> {
  const { graph, classes, labels } = written;
  const ofTurns = labels.map(attributesOfTurn);
  yield* inPieces(lines());

  function* lines(): Generator<string> {
    yield* legend(written);
    yield 'digraph kioctx {';
    yield '  node [shape=ellipse, fontsize=10];';
    yield '  edge [fontsize=9];';
    for (let state = 0; state < graph.states; state++)
      yield `  ${state} [${attributesOfState(state, classes[graph.classOf(state)] as StateClass)}];`;
    for (let state = 0; state < graph.states; state++) {
      const first = graph.firstOf(state);
      for (let edge = first; edge < first + graph.degreeOf(state); edge++)
        yield `  ${state} -> ${graph.targetOf(edge)} [${ofTurns[graph.labelOf(edge)]}];`;
    }
    yield '}';
  }
}

function* legend({ graph, scenario, patch, properties, minimised }: WrittenGraph): Generator<string> {
  const size = (of: Pick<typeof graph, 'states' | 'edges'>) => `${of.states} states, ${of.edges} transitions`;
  yield `// ${visible(`${scenario}, ${patch}`)}: ${size(graph)}`;
  if (minimised !== null) yield `// States that no schedule tells apart are one: there were ${size(minimised)}.`;
  yield '// State 0 is the initial one (bold). Double line: done. Box: stuck. Octagon: oops.';
  yield '// Red: a property is violated in the state, or by what the step comes upon. Edges: context, step, choices.';
  yield `// Properties: ${visible(properties.join(', '))}`;
}

function attributesOfState(state: number, of: StateClass): string {
  const words = [...(state === 0 ? ['initial'] : []), ...wordsOfClass(of)];
  return [
    `label=${text([String(state), ...words])}`,
    ...(state === 0 ? ['style=bold'] : []),
    ...shapeOf(of),
    ...(of.violated.length > 0 ? [RED] : []),
  ].join(', ');
}

function shapeOf({ end }: StateClass): string[] {
  if (end === null) return [];
  return [{ done: 'peripheries=2', stuck: 'shape=box', oops: 'shape=octagon', trap: 'shape=hexagon' }[end]];
}

const attributesOfTurn = (label: TurnLabel): string =>
  [`label=${text([wordsOfTurn(label).join(' ')])}`, ...(label.violated.length > 0 ? [RED] : [])].join(', ');

/** Lines of a label: in quotes, where a backslash begins an escape, and `&` the name of a character. */
const text = (lines: readonly string[]): string =>
  `"${lines.map((line) => visible(line).replaceAll('&', '&amp;').replaceAll(/["\\]/g, '\\$&')).join('\\n')}"`;
