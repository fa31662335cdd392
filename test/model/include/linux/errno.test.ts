import { expect, it } from 'vitest';
import { showResult } from '../../../../model/include/linux/errno.ts';

it.each([
  [-5, '-EIO'],
  [-115, '-EINPROGRESS'],
  [-512, '-ERESTARTSYS'],
  [-529, '-EIOCBQUEUED'],
  [-531, '-531'],
  [-4095, '-4095'],
  [0, '0'],
  [5, '5'],
  [16384, '16384'],
])('the result %d is shown as %s', (result, shown) => {
  expect(showResult(result)).toBe(shown);
});
