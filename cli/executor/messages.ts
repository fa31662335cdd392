/** What the main thread and the threads that do tasks send each other. */
import type { Progress } from '../../properties/search/explore.ts';
import type { Failure } from '../failure.ts';
import type { TaskName } from './executor.ts';

/** Given to a thread when it starts. */
export interface ThreadData {
  /** One integer, shared: not 0 when whatever runs shall stop. */
  readonly stop: SharedArrayBuffer;
}

export interface TaskOrder {
  /** Orders of one session share the modules of the user's that they load. */
  readonly session: number;
  readonly number: number;
  readonly name: TaskName;
  readonly input: unknown;
}

/** Something that the user's modules print, for the user to see. */
export interface Printed {
  readonly is: 'printed';
  readonly text: string;
}

export type Answer = { readonly number: number } & (
  | { readonly is: 'begun' }
  | { readonly is: 'progress'; readonly what: string; readonly says: string; readonly progress: Progress | null }
  | { readonly is: 'done'; readonly output: unknown }
  | Trouble
);

/** Why a task came to nothing. */
export type Trouble =
  | { readonly is: 'failed'; readonly failure: Failure }
  /** Code that is not ours did what it may not: in which file, if that is known. */
  | { readonly is: 'forbidden'; readonly does: string; readonly file: string | null }
  /** Code that is not ours threw what nobody foresaw. */
  | { readonly is: 'thrown'; readonly what: string };
