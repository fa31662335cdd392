/** What the page and its worker send each other. All of it is plain data. */
import type { Far, PageTaskName, PageTaskTypes } from './tasks.ts';

/** The page asks; a task is known by a number. */
export type PageRequest =
  | {
      readonly is: 'run';
      readonly id: number;
      readonly task: PageTaskName;
      readonly asked: PageTaskTypes[PageTaskName]['asked'];
    }
  | { readonly is: 'stop'; readonly id: number };

/** The worker answers; `ready`: it has begun. */
export type PageAnswer =
  | { readonly is: 'ready' }
  | { readonly is: 'far'; readonly id: number; readonly far: Far }
  | { readonly is: 'told'; readonly id: number; readonly told: PageTaskTypes[PageTaskName]['told'] }
  | { readonly is: 'failed'; readonly id: number; readonly message: string };
