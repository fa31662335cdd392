/** The stack of the reference machine: entries of a plain state, with their functions by name. */
import type { Draft } from 'immer';
import { frameOver } from './frame.ts';
import type { RunningFunction } from './ghost-code.ts';
import type { GhostHooks } from './ghost-hooks.ts';
import type { LocalsRecorder } from './locals-recorder.ts';
import { type FrameObject, type LinkedProc, RETURN } from '../notation/link.ts';
import type { OpenStack } from './open-stack.ts';
import type { StackEntry } from './state.ts';

export class PlainStack implements OpenStack {
  private readonly entries: Draft<StackEntry>[];
  private readonly procs: ReadonlyMap<string, LinkedProc>;
  /** Hears what is done to locals, and of frames that come and go; null: nobody does. */
  private readonly recorder: LocalsRecorder | null;
  private readonly ghost: GhostHooks | null;
  constructor(
    entries: Draft<StackEntry>[],
    procs: ReadonlyMap<string, LinkedProc>,
    recorder: LocalsRecorder | null = null,
    ghost: GhostHooks | null = null,
  ) {
    this.entries = entries;
    this.procs = procs;
    this.recorder = recorder;
    this.ghost = ghost;
  }
  private get top(): Draft<StackEntry> {
    return this.entries.at(-1) as Draft<StackEntry>;
  }
  get proc(): LinkedProc {
    return this.procs.get(this.top.proc) as LinkedProc;
  }
  get at(): number {
    return this.proc.positions[this.top.label] as number;
  }
  set at(position: number) {
    this.top.label = position === RETURN ? 'return' : (this.proc.steps[position]?.label as string);
  }
  get frame(): FrameObject {
    const { locals, proc } = this.top;
    const names = this.proc.locals;
    const { recorder, depth, ghost } = this;
    const read = (i: number): number => {
      const name = names[i] as string;
      const value = locals[name] as number;
      recorder?.touched(depth, { proc, name, from: value, to: null });
      return value;
    };
    const write = (i: number, value: number) => {
      const name = names[i] as string;
      recorder?.touched(depth, { proc, name, from: locals[name] as number, to: value });
      ghost?.assigns(proc, name);
      locals[name] = value;
    };
    return frameOver(names, read, write);
  }
  /** What is looked at of them is what the statement reads for which it is done. */
  private localsAt(at: number): Readonly<FrameObject> {
    const { proc, locals } = this.entries[at] as StackEntry;
    const read = (name: string) => () => {
      const from = locals[name] as number;
      this.recorder?.touched(at + 1, { proc, name, from, to: null });
      return from;
    };
    return Object.defineProperties(
      {},
      Object.fromEntries(Object.keys(locals).map((name) => [name, { get: read(name), enumerable: true }])),
    );
  }
  get depth(): number {
    return this.entries.length;
  }
  innermost(names: readonly string[]): RunningFunction | null {
    const at = this.entries.findLastIndex(({ proc }) => names.includes(proc));
    return at < 0 ? null : { proc: (this.entries[at] as StackEntry).proc, locals: this.localsAt(at) };
  }
  functions(): LinkedProc[] {
    return this.entries.map((entry) => this.procs.get(entry.proc) as LinkedProc);
  }
  push(callee: LinkedProc): void {
    this.entries.push(freshEntry(callee, {}));
    this.recorder?.pushed(this.entries.length);
  }
  pop(): boolean {
    this.entries.pop();
    return this.entries.length > 0;
  }
}

export function freshEntry(proc: LinkedProc, args: Readonly<Record<string, number>>): StackEntry {
  const locals = Object.fromEntries(proc.locals.map((name, i) => [name, proc.fresh[i] as number]));
  return { proc: proc.name, label: proc.steps[0]?.label as string, locals: { ...locals, ...args } };
}
