/** What a predicate looks at on its way to its answer, so that the same can be looked up in other states. */
import type { StateReader } from './inspection.ts';
import type { StackEntry } from '../machine/state.ts';

/** One thing that was looked at: the content of a cell, or something about it; or where a context stands. */
export interface StateLook {
  /** The same for the same question. */
  readonly key: string;
  /** Null: it is about where a context stands. */
  readonly cell: number | null;
  /** Null: it is about a cell. */
  readonly context: number | null;
  readonly in: (reader: StateReader) => number | boolean | string;
}

/** Answers as another reader does, and notes what is asked; what is the same in all states is none of it. */
export class NotingReader implements StateReader {
  readonly looks = new Map<string, StateLook>();
  private readonly reader: StateReader;
  constructor(reader: StateReader) {
    this.reader = reader;
  }

  private ofCell<A extends number | boolean>(key: string, cell: number, ask: (reader: StateReader) => A): A {
    this.looks.set(key, { key, cell, context: null, in: ask });
    return ask(this.reader);
  }
  private ofContext<A extends boolean | string>(key: string, context: number, ask: (reader: StateReader) => A): A {
    this.looks.set(key, { key, cell: null, context, in: ask });
    return ask(this.reader);
  }

  content(cell: number): number {
    return this.ofCell(`content ${cell}`, cell, (reader) => reader.content(cell));
  }
  isAlive(life: number): boolean {
    return this.ofCell(`alive ${life}`, life, (reader) => reader.isAlive(life));
  }
  isHeldBy(lock: number, context: number): boolean {
    return this.ofCell(`held ${lock} ${context}`, lock, (reader) => reader.isHeldBy(lock, context));
  }
  isAtRest(context: number): boolean {
    return this.ofContext(`rest ${context}`, context, (reader) => reader.isAtRest(context));
  }
  isIn(context: number, proc: string): boolean {
    return this.ofContext(`in ${context} ${proc}`, context, (reader) => reader.isIn(context, proc));
  }
  stack(context: number): readonly StackEntry[] {
    this.ofContext(`stack ${context}`, context, (reader) => JSON.stringify(reader.stack(context)));
    return this.reader.stack(context);
  }
  constant(): void {
    this.reader.constant();
  }
}
