/** What statements do to the locals of one context, while somebody records. */

/** A local that a statement read or wrote. */
export interface LocalTouch {
  /** Frames of a context are numbered as they come, from 0. */
  readonly frame: number;
  readonly proc: string;
  readonly name: string;
  /** What was in it. */
  readonly from: number;
  /** What was written; null: it was read. */
  readonly to: number | null;
  /** It was read as what a function returns, or written as what a call gave: by the return, which is no statement of its own. */
  readonly isReturned: boolean;
}

/** `depth`: how many functions are on the stack; the frame at each is the one that was pushed there last. */
export class LocalsRecorder {
  statements: { readonly frame: number; touches: LocalTouch[] }[] = [];
  /** The number given last. */
  private frames: number;
  private isReturning = false;
  private readonly at: number[];

  /** With so many functions on the stack when recording begins: what a context calls before its first action is no step. */
  constructor(depth: number) {
    this.at = Array.from({ length: depth + 1 }, (_, at) => Math.max(0, at - 1));
    this.frames = Math.max(0, depth - 1);
  }

  clear(): void {
    this.statements = [];
  }
  /** Control comes to the next statement, in the frame at that depth. */
  begins(depth: number): void {
    this.statements.push({ frame: this.at[depth] ?? 0, touches: [] });
  }
  /** What the statement has done so far is not told. */
  forget(): void {
    const latest = this.statements.at(-1);
    if (latest !== undefined) latest.touches = [];
  }
  pushed(depth: number): void {
    this.at[depth] = ++this.frames;
  }
  /** What is done before any statement is passed is none's. */
  touched(depth: number, touch: Omit<LocalTouch, 'frame' | 'isReturned'>): void {
    this.statements.at(-1)?.touches.push({ frame: this.at[depth] ?? 0, isReturned: this.isReturning, ...touch });
  }
  returning<T>(read: () => T): T {
    this.isReturning = true;
    const value = read();
    this.isReturning = false;
    return value;
  }
}
