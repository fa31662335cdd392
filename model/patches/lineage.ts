/**
 * The commits of mainline that repaired what 2.6.20 has of the races in docs/races.md, oldest first, and the patches of the model that do
 * what they do. What each leaves out of its commit stands in the patch's file.
 */

interface Committed {
  /** The first digits of its id, as many as are known here. */
  readonly commit: string;
  readonly year: number;
  /** The first release that has it. */
  readonly release: string;
  /** What it changes. */
  readonly does: string;
}

export type Commit = Committed &
  ({ readonly patch: string } | { readonly patch: null; /** Why there is no patch. */ readonly why: string });

export const lineage: readonly Commit[] = [
  {
    commit: '65b8291c4000',
    year: 2007,
    release: '2.6.21',
    does: 'the page cache is invalidated before a direct write, when the error can still be returned',
    patch: 'mainline-2.6.21',
  },
  {
    commit: 'fcb82f8835c4',
    year: 2007,
    release: '2.6.22',
    does: 'the BUG_ON of fs/direct-io.c:1113, which reads the dio behind its own put, is taken out',
    patch: null,
    why: 'the base is without that BUG_ON, and `dio-bugon` puts it back',
  },
  {
    commit: 'bdb76ef5a4bc',
    year: 2007,
    release: '2.6.24',
    does: 'upon 65b8291c, the second invalidation runs, and its failure is ignored',
    patch: 'mainline-2.6.24',
  },
  {
    commit: '6cb2a21049b8',
    year: 2008,
    release: '2.6.25',
    does: 'a barrier between publishing the tail and looking for waiters',
    patch: null,
    why: 'memory is sequentially consistent here: it would change nothing',
  },
  {
    commit: '8d1c98b0b5c0',
    year: 2008,
    release: '2.6.25',
    does: 'an eventfd is signalled once the event is in the ring',
    patch: null,
    why: '2.6.20 has no eventfd',
  },
  {
    commit: 'e92adcba261f',
    year: 2008,
    release: '2.6.26',
    does: 'io_destroy wakes one who waits for events, and io_getevents returns from a dead context',
    patch: 'wake-one-at-destroy',
  },
  {
    commit: 'c7b50db21fe8',
    year: 2009,
    release: '2.6.32',
    does: 'an error of the O_SYNC flush replaces a positive result alone',
    patch: 'osync-keeps-queued',
  },
  {
    commit: '7137c6bd4552',
    year: 2011,
    release: '2.6.38',
    does: 'io_submit looks once more whether its context is dead',
    patch: 'check-dead',
  },
  {
    commit: 'e91f90bb0bb1',
    year: 2011,
    release: '2.6.39',
    does: 'upon e92adcba, io_destroy wakes all who wait',
    patch: 'wake-at-destroy',
  },
  {
    commit: '86b62a2cb4fc',
    year: 2012,
    release: '3.3',
    does: 'io_setup holds a reference to the context until the program has its number',
    patch: 'setup-keeps-reference',
  },
  {
    commit: '36f5588905c1',
    year: 2013,
    release: '3.10',
    does: 'requests are cancelled and waited for when the last reference to their context is gone',
    patch: null,
    why: 'whoever drops that reference would wait, the workqueue too; `check-dead` closes the race that it is about',
  },
  {
    commit: '0460fef2a921',
    year: 2013,
    release: '3.10',
    does: 'cancelling and completing are decided by one atomic step on ki_cancel',
    patch: 'cancel-by-cmpxchg',
  },
  {
    commit: 'bec68faaf3ba',
    year: 2013,
    release: '3.12',
    does: 'a cancelled request has its event in the ring, and io_cancel hands out none',
    patch: 'event-for-cancelled',
  },
  {
    commit: '2ff396be',
    year: 2014,
    release: '3.17',
    does: 'a read barrier between the look at the tail and the copy of events',
    patch: null,
    why: 'memory is sequentially consistent here: it would change nothing',
  },
  {
    commit: '2bb874c0d873',
    year: 2019,
    release: '5.1',
    does: 'a completion keeps its result, and the last put inserts the event and wakes',
    patch: 'event-at-last-put',
  },
];

/** As git abbreviates them, at the least. */
const ID = /^[0-9a-f]{7,40}$/;

/** The name of the patch that does what the commit of this id does; undefined where there is none. */
export function patchOfCommit(id: string): string | undefined {
  if (!ID.test(id)) return undefined;
  const found = lineage.find(({ commit, patch }) => patch !== null && (commit.startsWith(id) || id.startsWith(commit)));
  return found?.patch ?? undefined;
}
