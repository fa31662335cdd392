/** Moves control between actions: over calls, returns and `go` steps, which cost no action and touch no shared memory. */
import { Halt } from './halt.ts';
import type { OpenStack } from './open-stack.ts';
import { said } from '../issues/names.ts';
import { type FrameObject, type LinkedStep, RETURN } from '../notation/link.ts';

/** More steps of control than this between two actions is a loop that never acts. */
const CONTROL_LIMIT = 10_000;
/** A kernel stack of 8 kB has no room for more functions, at 80 bytes each. No shipped scenario comes to more than 12. */
const CALL_LIMIT = 100;

export abstract class ControlMoves {
  /** What steps are handed. */
  protected abstract readonly k: unknown;

  /** Control comes to the statement on top of the stack, which is run next. */
  protected abstract comesTo(top: OpenStack, step: LinkedStep): void;
  /** The function on top of the stack has returned. */
  protected abstract returns(top: OpenStack, value: number): void;

  /** To the next action, or to the end of the stack. */
  protected moveControl(top: OpenStack): void {
    for (let moves = 0; ; moves++) {
      if (moves > CONTROL_LIMIT) throw new Halt('fault', 'overflow', `${top.proc.name} loops without an action`);
      while (top.at === RETURN) {
        const { returns } = top.proc;
        const value = returns === null ? 0 : this.returned(top.frame, returns);
        this.returns(top, value);
        if (!top.pop()) return;
        const call = top.proc.steps[top.at] as LinkedStep;
        if (call.does === 'call' && call.result !== null) this.assignResult(top.frame, call.result, value);
        top.at = call.next;
      }
      const step = top.proc.steps[top.at] as LinkedStep;
      if (step.does === 'act') return;
      this.comesTo(top, step);
      if (step.does === 'go') this.jump(top, step, step.go(top.frame, this.k) as string | undefined);
      else this.call(top, step);
    }
  }

  /** What a function returns, which is in this local. */
  protected returned(frame: FrameObject, local: string): number {
    return frame[local] as number;
  }

  /** What a call returned goes to this local of the caller's. */
  protected assignResult(frame: FrameObject, local: string, value: number): void {
    frame[local] = value;
  }

  private call(top: OpenStack, { id, callee, args }: LinkedStep & { does: 'call' }): void {
    if (top.depth === CALL_LIMIT)
      throw new Halt('fault', 'overflow', `${id} calls ${callee.name} on a stack of ${CALL_LIMIT} functions`);
    const caller = top.frame;
    top.push(callee);
    args(top.frame, caller, this.k);
  }

  protected jump(top: OpenStack, step: LinkedStep, label: string | undefined): void {
    // A function that the compiler takes for one without a result may give any.
    const named = typeof label === 'string' ? top.proc.positions[label] : undefined;
    const at = label === undefined ? step.next : named;
    if (at === undefined) throw new Halt('fault', 'label', `${step.id} jumps to ${said(label)}, which is no step`);
    top.at = at;
  }
}
