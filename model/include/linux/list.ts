/**
 * Lists (include/linux/list.h). A list head and the entries on it are one field of the head's object, in list order.
 * Abstracted: the pointers in the neighbours. Unlinking touches them in the C, but an entry's neighbours are alive
 * whenever the entry is, because whoever frees an object unlinks it first, under the same lock. One exception: a kioctx that
 * is freed with its work queued (race U9) is a neighbour on the worklist; whoever takes that work off finds it freed.
 */
import { type List, NULL } from '../../core/index.ts';

export const list_add = (entry: number, head: List): void => head.insert(0, entry);
export const list_add_tail = (entry: number, head: List): void => head.insert(head.length, entry);
export const list_empty = (head: List): boolean => head.length === 0;
/** An entry that is on no list has poisoned pointers, which the C would follow. */
export const list_del = (entry: number, head: List): void => head.unlink(entry);
/** The entry behind another one; NULL is the head, from which and to which it goes. An entry that is not on it is an oops. */
export function list_next(entry: number, head: List): number {
  if (entry === NULL) return list_empty(head) ? NULL : head.at(0);
  let place = 0;
  while (head.at(place) !== entry) place += 1;
  return place + 1 < head.length ? head.at(place + 1) : NULL;
}
