/** What the page and its worker send each other. All of it is plain data. */
import type { Far, TaskName, TaskTypes } from './tasks.ts';

/** The page asks; a task is known by a number. */
export type Request =
  | { readonly is: 'run'; readonly id: number; readonly task: TaskName; readonly asked: TaskTypes[TaskName]['asked'] }
  | { readonly is: 'stop'; readonly id: number };

/** The worker answers; `ready`: it has begun. */
export type Answer =
  | { readonly is: 'ready' }
  | { readonly is: 'far'; readonly id: number; readonly far: Far }
  | { readonly is: 'told'; readonly id: number; readonly told: TaskTypes[TaskName]['told'] }
  | { readonly is: 'failed'; readonly id: number; readonly message: string };
