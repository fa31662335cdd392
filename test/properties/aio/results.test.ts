/** What a system call may return under a patch: 0, a count of bytes, or any error number, and nobody has to declare which. */
import { expect, it } from 'vitest';
import type { Patch } from '../../../model/core/index.ts';
import { sys_io_cancel } from '../../../model/fs/aio/cancel.ts';
import { edit } from '../../../model/kernel.ts';
import { complaints, outcomeTexts, spoilt } from './decide.ts';

const returning = (...results: readonly number[]): Patch =>
  spoilt('2.6.20', [
    edit(sys_io_cancel, {
      replace: {
        cancelled: {
          line: 1721,
          c: 'ret = any of them',
          run(k, f) {
            f.kiocb = -1;
            f.ret = k.choose('ret', results);
          },
        },
      },
    }),
  ]);

it('is any of many error numbers that the model does not know', () => {
  const results = [-1, -2, -3, -7, -8, -9, -10, -12, -115, -512, -4094, -4095];
  const texts = outcomeTexts('queued-cancel', returning(...results)).join('\n');
  for (const result of results) expect(texts).toContain(`"canceller":[${result}]`);
});

it.each([-4096, 16385])('is not %d, which is neither', (result) => {
  expect(complaints('queued-cancel', returning(result))['no-undefined-behaviour']).toBe(
    `range:task_log.returns cannot hold ${result}`,
  );
});
