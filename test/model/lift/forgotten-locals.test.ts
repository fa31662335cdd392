/** Steps that set a local back: the prelude knows where the C does not, so that new code does not read what is not there. */
import { expect, it } from 'vitest';
import { baseProcs } from '../../../model/lift/base-names.ts';
import { codeOfStep } from '../../../model/lift/flow/index.ts';
import { localMeanings } from '../../../model/lift/prelude/locals.ts';
import { outlines } from '../../../model/lift/prelude/outlines.ts';

/** Where the C sets it so, too, or has no such local there. */
const ARGUED: Readonly<Record<string, string>> = {
  '__aio_get_req.free req': 'fs/aio.c:441 does',
  '__aio_put_req.drop ret': 'fs/aio.c:514 does',
  '__aio_run_iocbs.more ret': 'fs/aio.c:789 does',
  'aio_cancel_all.method cancel': 'fs/aio.c:283 does',
  'aio_cancel_all.next iocb': 'a local of the body of the loop, which ends here (fs/aio.c:282)',
  'aio_fput_routine.next req': 'a local of the body of the loop, which ends here (fs/aio.c:481)',
  'direct_io_worker.all ret': 'fs/direct-io.c:1032 does',
  'generic_file_direct_IO.flush retval': 'mm/filemap.c:2409 does',
  'io_submit_one.accepted ret': 'fs/aio.c:1591 does',
  'io_submit_one.put_key ret': 'fs/aio.c:1561 does',
  'io_submit_one.setup ret': 'fs/aio.c:1577 does',
  'sys_io_cancel.get_key ret': 'fs/aio.c:1695 does',
  'sys_io_destroy.destroyed ret': 'fs/aio.c:1282 does',
  'sys_io_submit.first i': 'fs/aio.c:1634 does',
  'dio_complete.result ret': 'fs/direct-io.c:236 does',
  'direct_io_worker.queued bio': 'a local of the model alone',
  'lookup_kiocb.next pos': 'the place of the loop is the function’s own, which ends here',
  'read_events.fast_copied ret': 'fs/aio.c:1123 does',
  'read_events.none ret': 'fs/aio.c:1163 does',
  'read_events.retry ret': 'fs/aio.c:1108 does',
  'exit_aio.done ctx': 'fs/aio.c:364 sets it to the next context, of which there is none',
  'dummy_dequeue.take retval': 'drivers/usb/gadget/dummy_hcd.c:618 does',
};

const SET_BACK = /\bf\.(\w+)\s*=(?:[^;]*\?)?\s*(?:0|[\w.]*NULL)\b/g;

const forgottenAt = (proc: string, label: string): string[] =>
  Object.entries(localMeanings[proc]?.forgets ?? {}).flatMap(([way, locals]) =>
    way.split(' > ')[0] === label ? locals : [],
  );

it('each is in the table of locals that steps forget, or the C does so too', () => {
  const setBack = [...baseProcs.values()]
    .filter(({ name }) => !(name in outlines))
    .flatMap((proc) =>
      [...proc.steps].flatMap(([label, step]) => {
        const text = codeOfStep(step);
        const locals = [...text.matchAll(SET_BACK)].map(([, local = '']) => local);
        return [...new Set(locals)].map((local) => ({ proc: proc.name, label, local }));
      }),
    );
  const untold = setBack.filter(({ proc, label, local }) => !forgottenAt(proc, label).includes(local));
  expect(untold.map(({ proc, label, local }) => `${proc}.${label} ${local}`).toSorted()).toEqual(
    Object.keys(ARGUED).toSorted(),
  );
});

it('and each that is in the table is set back by its step', () => {
  for (const [name, { forgets = {} }] of Object.entries(localMeanings))
    for (const [way, locals] of Object.entries(forgets)) {
      const [label = ''] = way.split(' > ');
      const step = baseProcs.get(name)?.steps.get(label);
      const text = step === undefined ? '' : codeOfStep(step);
      for (const local of locals)
        expect(
          [...text.matchAll(SET_BACK)].map(([, one]) => one),
          `${name}.${label}`,
        ).toContain(local);
    }
});
