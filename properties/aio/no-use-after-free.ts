import { each } from '../property.ts';
import type { AioProperty } from './kernel-view.ts';

const KINDS = new Set(['use_after_free', 'double_free', 'bad_pointer']);

export const noUseAfterFree: AioProperty = {
  name: 'no-use-after-free',
  meaning:
    'Nothing touches a kiocb, kioctx, dio or file that was freed, frees it again, or follows a pointer to nothing.',
  reason: 'The memory may belong to somebody else by then: at best the kernel oopses, at worst it corrupts that.',
  antecedent: {
    text: 'a request is completed, and so comes to be freed',
    reached: each('request', (k, _situation, iocb) => k.request(iocb).completions > 0),
  },
  onHalt: ({ kind }) => KINDS.has(kind),
};
