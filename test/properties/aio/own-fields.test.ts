/** A patch with fields and locals of its own, and a property of them, without a cast: that this file compiles is half of the test. */
import { describe, expect, it } from 'vitest';
import { int, PackedMachine, type Patch, stepOf, to } from '../../../model/core/index.ts';
import { closeWorld } from '../../../model/closed-world.ts';
import { aio_complete } from '../../../model/fs/aio/complete.ts';
import { read_events } from '../../../model/fs/aio/read-events.ts';
import { edit, type KernelWith, withFields } from '../../../model/kernel.ts';
import { __wake_up } from '../../../model/kernel/wait.ts';
import { postEiocbqueued } from '../../../model/patches/post-eiocbqueued.ts';
import { worldOf } from '../../../model/scenarios/format/scenario.ts';
import type { AioProperty } from '../../../properties/aio/index.ts';
import { check, each } from '../../../properties/property.ts';
import { shippedScenario } from '../../ground-truth/truth.ts';

const fields = { kiocb: { ki_woken: int(0, 3).racy().starts(0) } };
const patched = withFields(fields);

const count = (k: KernelWith<typeof fields>, iocb: number): void => {
  k.kiocb(iocb).ki_woken += 1;
};

/** aio_complete() wakes by hand, counts it in the kiocb, and wakes `times` times. */
const countsWakes = (times: number): Patch => ({
  name: 'counts-wakes',
  summary: 'a test',
  fields,
  hunks: [
    {
      name: 'count',
      standsFor: 'a test',
      edits: [
        patched.edit(aio_complete, {
          locals: { woken: 'int' },
          replace: {
            wake: {
              line: 1003,
              c: 'wake_up(&ctx->wait)',
              call: to(__wake_up, (g, f) => {
                g.ctx = f.ctx;
              }),
            },
          },
          after: {
            wake: {
              count: {
                line: 1003,
                c: 'iocb->ki_woken++; woken++',
                run(k, f) {
                  count(k, f.iocb);
                  f.woken += 1;
                  return f.woken < times ? 'wake' : 'forget';
                },
              },
              forget: {
                line: 1003,
                c: 'woken = 0',
                go(f) {
                  f.woken = 0;
                },
              },
            },
          },
        }),
        // As a step is, but for where it goes.
        patched.edit(read_events, { replace: { sleep: { ...stepOf(read_events, 'sleep') } } }),
      ],
    },
  ],
});

const wokenOnce: AioProperty<typeof fields> = {
  name: 'woken-once',
  meaning: 'A completion wakes once at most.',
  reason: 'a test',
  antecedent: { text: 'one wakes', reached: each('request', (k, _, i) => k.kiocb(i).ki_woken === 1) },
  always: each('request', (k, { isAlive }, i) =>
    isAlive('kiocb', i) && k.kiocb(i).ki_woken > 1 ? `request ${i} has woken ${k.kiocb(i).ki_woken} times` : null,
  ),
};

const judge = (times: number) => {
  const machine = new PackedMachine(closeWorld(worldOf(shippedScenario('dw1-reader')), countsWakes(times)));
  return check(machine, [wokenOnce]).judgements.map(({ verdict, violation }) => [verdict, violation?.message]);
};

describe('fields of a patch', () => {
  it('are known to its edits, its helpers and its properties', () => {
    expect(judge(1)).toEqual([['holds', undefined]]);
  });
  it('and a property of them is violated', () => {
    expect(judge(2)).toEqual([['violated', 'request 0 has woken 2 times']]);
  });
  it('are refused by the compiler where they are not declared', () => {
    // @ts-expect-error: there is no such struct
    withFields({ kiocbs: { ki_woken: int(0, 3).racy() } });
    edit(aio_complete, {
      replace: {
        sync: {
          line: 942,
          c: 'x',
          // @ts-expect-error: the base has no such field
          run: (k, f) => void (k.kiocb(f.iocb).ki_woken = 1),
        },
      },
    });
    // @ts-expect-error: a property of a patch's fields is none of every kernel
    const ofEvery: AioProperty = wokenOnce;
    // Fields of a shipped patch, beside one's own.
    const { edit: both } = withFields({ kiocb: { ...postEiocbqueued.fields.kiocb, ...fields.kiocb } });
    both(aio_complete, {
      replace: {
        sync: { line: 942, c: 'x', run: (k, f) => void (k.kiocb(f.iocb).ki_pending_err = k.kiocb(f.iocb).ki_woken) },
      },
    });
    expect(ofEvery.name).toBe('woken-once');
  });
});
