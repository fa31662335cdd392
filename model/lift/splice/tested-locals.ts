/** Conditions that no step stands for, since they always come to one way: but not where a patch gives another value to what they test. */
import { END, type FlowTarget } from '../flow/index.ts';
import type { Instruction } from '../compile/instructions.ts';
import { localMeanings } from '../prelude/locals.ts';
import type { PatchedPaths } from './destinations.ts';

/** Lines of 2.6.20 of those that new code leads to with another value. `isOfPatch`: whether a line of the text is one of the patch's. */
export function testedAnew(
  fn: string,
  paths: PatchedPaths,
  instructions: readonly Instruction[],
  isOfPatch: (line: number) => boolean,
): ReadonlySet<number> {
  const found = new Set<number>();
  const { graph } = paths.patched;
  for (const [local, lines] of Object.entries(localMeanings[fn]?.tested ?? {})) {
    const writers = linesWriting(instructions, local);
    const begin = graph.nodes.flatMap((node, at) =>
      !paths.isOfBase(at) && writers.has(node.at.line) && isOfPatch(node.at.line) ? [at] : [],
    );
    const isWritten = (at: FlowTarget): boolean =>
      paths.isOfBase(at) ? paths.stepsWrite(at, local) : writers.has(graph.nodes[at]?.at.line ?? 0);
    // And where nothing is put into it before.
    const next = [graph.entry, ...begin.flatMap((at) => paths.waysNow(at))];
    for (const at of reachedFrom(paths, next, isWritten)) {
      const line = paths.lineOfBase(at);
      if (line !== null && lines.includes(line)) found.add(line);
    }
  }
  return found;
}

const linesWriting = (instructions: readonly Instruction[], local: string): ReadonlySet<number> =>
  new Set(
    instructions.flatMap((one) => {
      const written =
        one.is === 'set' ? one.local : one.is === 'call' ? one.result : one.is === 'touch' ? one.result?.local : null;
      return written === local && one.from !== null ? [one.from.line] : [];
    }),
  );

/** Nodes that control comes to from some, which are among them, up to those that put something else there. */
function reachedFrom(
  paths: PatchedPaths,
  begin: readonly FlowTarget[],
  stops: (at: FlowTarget) => boolean,
): ReadonlySet<FlowTarget> {
  const found = new Set<FlowTarget>();
  const queue = [...begin];
  for (let at = queue.pop(); at !== undefined; at = queue.pop()) {
    if (at === END || found.has(at)) continue;
    found.add(at);
    if (!stops(at)) queue.push(...paths.waysNow(at));
  }
  return found;
}
