/** What the device under a retrying file knows (env/retrying-file.ts): no kernel memory, and no record of ours. */
import { bool, int, struct } from '../core/index.ts';

/** How often the request has been told to come back. */
export const retrying_file = struct('retrying_file', {
  retries: int(0, 4).racy().starts(0),
});

/** The interrupt that is to kick the request has been arranged, and has not come. */
export const kick = struct('kick', {
  arranged: bool().racy().starts(false),
});
