/**
 * A known gap (docs/adr/002): that sync_page_range fails after a synchronous O_SYNC write (mm/filemap.c:2374-2379) is left out. Here it is
 * put in, as one more chance for the errors of the O_SYNC flush, and no verdict differs.
 */
import { describe, expect, it } from 'vitest';
import { compose, type Patch, to } from '../../../model/core/index.ts';
import { list_add_tail } from '../../../model/include/linux/list.ts';
import { edit } from '../../../model/kernel.ts';
import { generic_file_aio_write, generic_file_direct_write } from '../../../model/mm/filemap.ts';
import { shippedPatches } from '../../../model/patches/index.ts';
import { decide, outcomeTexts } from './decide.ts';

const mayFail: Patch = {
  name: 'sync-page-range-fails',
  summary: 'of a test',
  hunks: [
    {
      name: 'sync-page-range',
      standsFor: 'mm/filemap.c:2374-2379',
      edits: [
        edit(generic_file_aio_write, {
          replace: {
            direct_write: {
              line: 2280,
              c: 'ret = generic_file_direct_write(...)',
              call: to(generic_file_direct_write, (g, f) => {
                g.iocb = f.iocb;
              }),
              result: 'ret',
              then: 'wrote',
            },
          },
          before: {
            buffered: {
              wrote: {
                line: 2374,
                c: 'if (ret > 0 && (file->f_flags & O_SYNC))',
                go: (f, k) => (f.ret > 0 && k.world.iocbs[f.iocb]?.o_sync ? 'sync_range' : 'return'),
              },
              sync_range: {
                line: 2377,
                c: 'err = sync_page_range(inode, mapping, pos, ret); if (err < 0) ret = err',
                run(k, f) {
                  k.might_sleep();
                  const err = k.choose('osync', k.world.faults.osync);
                  list_add_tail(err, k.request(f.iocb).osync);
                  if (err < 0) f.ret = err;
                  return 'return';
                },
              },
            },
          },
        }),
      ],
    },
  ],
};

const SCENARIOS = ['append1-osync', 'dw1-osync', 'dw1-osync-all', 'dw1-osync-reader'];

const verdictsOf = (scenario: string, patch: Patch) =>
  decide(scenario, patch).judgements.map(({ property, verdict }) => `${property.name}: ${verdict}`);

describe('sync_page_range', () => {
  for (const scenario of SCENARIOS)
    for (const patch of shippedPatches)
      it(`may fail or not: no verdict on ${scenario} under ${patch.name} differs`, () => {
        expect(verdictsOf(scenario, compose([patch, mayFail]))).toEqual(verdictsOf(scenario, patch));
      });

  it('can fail where it is put in: an event carries its error, and no flush before it failed', () => {
    const told = outcomeTexts('append1-osync', mayFail).filter((text) => text.includes('"osync":[0,-28]'));
    expect(told).not.toEqual([]);
    for (const text of told) expect(text).toContain('"events":{"0":[[-28,0]]}');
  });
});
