/** What the tasks of a program know of each other, where some of them wait for as many events as were submitted. No kernel memory. */
import { int, struct } from '../core/index.ts';

/** One, in a world in which a call is repeated until there are events enough. */
export const user_program = (requests: number) =>
  struct('user_program', {
    /**
     * The events that it may hope for: one for each request that some task submits, until io_submit does not accept it, io_cancel has
     * it cancelled, or a call has brought it.
     */
    to_come: int(-requests, requests).racy(),
  });
