/** What the reference machine records of each statement that a step passed. */
import { describe, expect, it } from 'vitest';
import { ReferenceMachine } from '../../../model/core/index.ts';
import { act, calls, fn, nothing, tinyModel } from '../../models/tiny-kernel.ts';

const inner = fn('inner', { set: act((_, f) => void (f.a = 2)), last: nothing });
const outer = fn('outer', { call: calls(inner), read: act((_, f) => void (f.b = f.a)) });

/** Of the first context, `label: frame`, for so many steps. */
function framesOf(machine: ReferenceMachine, steps: number): string[] {
  const told: string[] = [];
  for (let i = 0; i < steps; i++) {
    machine.fire(0);
    const statements = machine.statements();
    machine.passed().forEach(({ label }, nth) => told.push(`${label}: ${statements[nth]?.frame}`));
  }
  return told;
}

describe('the frame of a statement', () => {
  it('is another for each function that a context calls before its first action', () => {
    const machine = new ReferenceMachine(tinyModel([outer]));
    machine.record(true);
    expect(framesOf(machine, 3)).toEqual(['set: 1', 'last: 1', 'read: 0']);
  });

  it('is numbered anew where the run begins anew', () => {
    const machine = new ReferenceMachine(tinyModel([fn('f', { first: nothing, call: calls(inner), last: nothing })]));
    machine.record(true);
    const frames = ['first: 0', 'call: 0', 'set: 1', 'last: 1', 'last: 0'];
    expect(framesOf(machine, 4)).toEqual(frames);
    machine.reset();
    expect(framesOf(machine, 4)).toEqual(frames);
  });
});
