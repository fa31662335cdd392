/** Work that takes long, done in pieces: whoever has it done can let others in between two of them, and leave the rest undone. */
export type Coroutine<T> = Generator<undefined, T, undefined>;

export function runToEnd<T>(work: Generator<unknown, T, undefined>): T {
  for (;;) {
    const next = work.next();
    if (next.done) return next.value;
  }
}

/** Counts work, in whatever it consists of, and tells when it was enough for one piece. */
export class YieldCounter {
  private readonly piece: number;
  private left: number;

  constructor(piece: number) {
    this.piece = piece;
    this.left = piece;
  }

  isOver(work = 1): boolean {
    this.left -= work;
    if (this.left > 0) return false;
    this.left = this.piece;
    return true;
  }
}
