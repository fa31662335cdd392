/** How the faults that a scenario lists are brought about in a kernel: recipes for the comment in front of the program. */
import type { FaultKind } from '../../../model/world.ts';
import type { Scenario } from '../../../model/scenarios/format/scenario.ts';

const FLAKEY = ` # CONFIG_DM_FLAKEY: /dev/sdX fails all writes for one second in ten (error_writes: 4.10)
 dmsetup create flaky --table "0 $(blockdev --getsz /dev/sdX) flakey /dev/sdX 0 9 1 1 error_writes"
 mkfs.ext4 /dev/mapper/flaky && mount /dev/mapper/flaky /mnt && ./PROGRAM 100000 /mnt`;

const FAIL_MAKE_REQUEST = ` # CONFIG_FAIL_MAKE_REQUEST (2.6.20 has it): one request in ten to /dev/sdX fails with -EIO
 mount -t debugfs none /sys/kernel/debug
 cd /sys/kernel/debug/fail_make_request
 echo 10 > probability; echo 1 > interval; echo -1 > times; echo 0 > space
 echo 1 > /sys/block/sdX/make-it-fail`;

const recipes: Readonly<Record<FaultKind, (errors: string) => string>> = {
  invalidate: (errors) =>
    `Fault "invalidate": invalidate_inode_pages2_range() returns ${errors} behind a direct write (2.6.20: mm/filemap.c:2416). It does ` +
    'so where a page is dirtied or kept busy in the meantime. Compiled with -DDIRTY_PAGES, a thread writes into the files through ' +
    'mappings all the time. That is rare: surer is a line of yours behind the call, in the kernel under test, that sets err in ' +
    "every eighth call. Today's kernels invalidate before the write (and write through the page cache where that fails) and only " +
    'warn behind it. fail_function does not get there: the function is not marked ALLOW_ERROR_INJECTION.',
  osync: (errors) =>
    `Fault "osync": the flush of an O_SYNC write returns ${errors} (2.6.20: generic_osync_inode(), mm/filemap.c:2050). -EIO comes ` +
    'from a device that fails writes of metadata; -ENOSPC from a thin pool that is full (dm-thin with error_if_no_space). Any error: ' +
    `a line of yours behind the call.\n${FLAKEY}`,
  bio: (errors) =>
    `Fault "bio": the interrupt that ends a bio brings ${errors}. Other errors than -EIO: a line of yours in bio_endio().\n${FAIL_MAKE_REQUEST}`,
};

const kinds = Object.keys(recipes) as FaultKind[];

/** A paragraph for each kind; without faults none. */
export const faultsInComment = ({ faults }: Pick<Scenario, 'faults'>): string[] =>
  kinds.flatMap((kind) => {
    const errors = faults[kind] ?? [];
    return errors.length === 0 ? [] : [recipes[kind](errors.map((name) => `-${name}`).join(' or '))];
  });
