import { expect, it } from 'vitest';
import { type Patch, to } from '../../../model/core/index.ts';
import { kiocbGot, OTHER } from '../../../model/env/by-hand.ts';
import { aio_complete } from '../../../model/fs/aio/complete.ts';
import { __aio_put_req, really_put_req } from '../../../model/fs/aio/put.ts';
import { get_ioctx, put_ioctx } from '../../../model/fs/aio/setup.ts';
import { io_submit_one } from '../../../model/fs/aio/submit.ts';
import { edit, type Kernel } from '../../../model/kernel.ts';
import { outcomeTexts, verdicts } from './decide.ts';
import { base } from '../../../model/patches/index.ts';

const changing = (name: string, changes: unknown): Patch => ({
  name,
  summary: 'changes aio_complete()',
  hunks: [{ name, standsFor: 'a test', edits: [edit(aio_complete, changes as never)] }],
});

type Locals = { ctx: number; iocb: number };

it('an interrupt that takes a reference to the context holds it as a task does', () => {
  const careful = changing('pin-context', {
    before: {
      lock: {
        pin: { line: 958, c: 'get_ioctx(ctx)', call: to(get_ioctx, (g, f: Locals) => void (g.kioctx = f.ctx)) },
      },
    },
    after: {
      unlock: {
        unpin: { line: 1005, c: 'put_ioctx(ctx)', call: to(put_ioctx, (g, f: Locals) => void (g.kioctx = f.ctx)) },
      },
    },
  });
  expect(verdicts('dw1-nowait', careful)).toMatchObject({ 'refcount-sound': 'holds', 'no-use-after-free': 'holds' });
  expect(outcomeTexts('dw1-nowait', careful)).toEqual(outcomeTexts('dw1-nowait', base));
});

it('one that is taken for whoever finishes the request, nothing tells whose it is: not judged, and no violation', () => {
  const handedOn: Patch = {
    name: 'pin-until-done',
    summary: 'takes a reference for each request',
    hunks: [
      {
        name: 'pin',
        standsFor: 'a test',
        edits: [
          edit(io_submit_one, {
            before: {
              filp: {
                pin: { line: 1560, c: 'get_ioctx(ctx)', call: to(get_ioctx, (g, f) => void (g.kioctx = f.ctx)) },
              },
            },
          }),
          edit(really_put_req, {
            after: {
              wake: {
                unpin: { line: 475, c: 'put_ioctx(ctx)', call: to(put_ioctx, (g, f) => void (g.kioctx = f.ctx)) },
              },
            },
          }),
        ],
      },
    ],
  };
  expect(verdicts('dw1-nowait', handedOn)).toMatchObject({
    'refcount-sound': 'not-judged',
    'no-use-after-free': 'holds',
  });
});

const get = {
  line: 959,
  c: 'iocb->ki_users++',
  run(k: Kernel, f: Locals) {
    k.kiocb(f.iocb).ki_users += 1;
    kiocbGot(k, f.iocb);
  },
};
const put = (holder: number) => ({
  line: 1000,
  c: '__aio_put_req(ctx, iocb)',
  call: to(__aio_put_req, (g, f: Locals) => {
    g.ctx = f.ctx;
    g.req = f.iocb;
    g.holder = holder;
  }),
});

it('a reference that a patch takes and puts is counted, whether or not it says so; one that it only puts is one too few', () => {
  const pinning = (...more: readonly object[]) =>
    changing('pin-request', { after: { lock: { get } }, before: { unlock: Object.assign({}, ...more) } });
  expect(verdicts('dw1-nowait', pinning({ put: put(OTHER) }))['refcount-sound']).toBe('holds');
  expect(verdicts('dw1-nowait', pinning({ put: put(0) }))['refcount-sound']).toBe('holds');
  const twice = pinning({ put: put(OTHER), put_again: put(OTHER) });
  expect(verdicts('dw1-nowait', twice)['refcount-sound']).toBeTypeOf('number');
});
