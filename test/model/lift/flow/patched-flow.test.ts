import { describe, expect, it } from 'vitest';
import { END, patchedFlow, procFlows, successorsOf } from '../../../../model/lift/flow/index.ts';
import type { HunkLine } from '../../../../model/source/hunks.ts';
import type { PlacedHunk } from '../../../../model/source/applied.ts';
import { withHunks } from '../../../../model/source/with-hunks.ts';
import { sourceFile } from '../../../../model/source/source-file.ts';
import { baseProcs } from '../../source/base-procs.ts';
import { parser } from '../c/reading.ts';

/** Puts lines in front of a line of 2.6.20, without any context. */
const putIn = (before: number, ...texts: string[]): PlacedHunk => ({
  hunk: {
    header: { oldStart: before, oldCount: 0, newStart: before, newCount: texts.length },
    lines: texts.map((text): HunkLine => ({ kind: '+', text })),
  },
  place: { start: before, offset: 0, fuzz: 0 },
});

const file = sourceFile('fs/aio.c');

function flowAfter(name: string, ...hunks: PlacedHunk[]) {
  const modelled = file?.facts.modelled.find((one) => one.name === name);
  if (file === undefined || modelled === undefined) throw new Error(`no ${name}`);
  const written = withHunks(file, modelled, hunks);
  if (!written.ok) throw new Error('refused');
  return patchedFlow(parser, modelled, written.lines);
}

/** Each new node, and what its successors are: lines of the base, or texts. */
function told(name: string, ...hunks: PlacedHunk[]): string[] {
  const { graph, originOf, issues } = flowAfter(name, ...hunks);
  expect(issues).toEqual([]);
  const tell = (target: number) => {
    if (target === END) return 'end';
    const origin = originOf(target);
    return origin.is === 'base' ? `${origin.line}` : (graph.nodes[target]?.at.text ?? '');
  };
  return graph.nodes.flatMap((node, target) =>
    originOf(target).is === 'base' && !successorsOf(node).some((next) => next !== END && originOf(next).is !== 'base')
      ? []
      : [`${tell(target)} -> ${successorsOf(node).map(tell).join(', ')}`],
  );
}

describe('a patched function of 2.6.20, without its text', () => {
  it('comes to a new statement, and from it to the next one', () => {
    expect(told('aio_complete', putIn(992, '\tnewly();'))).toEqual(['991 -> newly();', 'newly(); -> 992']);
  });

  it('leads from a new goto to a label that the kernel knows by name', () => {
    expect(told('aio_complete', putIn(992, '\tif (newly)', '\t\tgoto put_rq;'))).toEqual([
      '991 -> newly',
      'newly -> goto put_rq;, 992',
      'goto put_rq; -> 1000',
    ]);
  });

  it('leads around what a new if is put about', () => {
    expect(told('aio_complete', putIn(1002, '\tif (newly) {'), putIn(1004, '\t}'))).toEqual([
      '1000 -> newly',
      'newly -> 1002, 1005',
    ]);
  });

  it('tells a goto to a label that nobody has', () => {
    const { issues } = flowAfter('aio_complete', putIn(992, '\tgoto nowhere;'));
    expect(issues.map(({ message }) => message)).toEqual(['goto nowhere leads to no label']);
  });

  it('knows the parts of a for of the base', () => {
    const { graph, originOf } = flowAfter('sys_io_submit', putIn(1653, '\tnewly();'));
    const parts = graph.nodes
      .map((_, target) => originOf(target))
      .filter((one) => one.is === 'base' && one.line === 1634);
    expect(parts.map((one) => (one.is === 'base' ? one.part : null))).toEqual(['initialiser', 'whole', 'update']);
  });

  it('has for each node of the base the same step to come to as without the patch', () => {
    const flow = procFlows(baseProcs, parser)('aio_complete')?.functions[0];
    const { graph, originOf } = flowAfter('aio_complete', putIn(992, '\tnewly();'));
    const lines = graph.nodes
      .map((_, target) => originOf(target))
      .flatMap((one) => (one.is === 'base' ? [one.line] : []));
    expect(lines).toEqual(flow?.graph.nodes.map(({ at }) => at.line));
    expect(flow?.entryOf(992)).toBe('publish');
  });
});
