/** Files of whose functions the model has some without their lines: what a patch changes there is not looked at. */
const functions: Readonly<Record<string, string>> = {
  'fs/file_table.c': 'fput(), __fput() and fget()',
  'include/linux/fs.h': 'the count of references to a file',
  'mm/truncate.c': 'invalidate_inode_pages2_range()',
  'fs/fs-writeback.c': 'generic_osync_inode()',
};

/** Why lines of a file that is not modelled are nothing. */
export const whyNotOf = (path: string): string =>
  functions[path] === undefined
    ? `the model has nothing of ${path}`
    : `not looked at: of ${path} the model has ${functions[path]} as in 2.6.20, and none of the lines`;
