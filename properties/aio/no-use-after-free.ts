import { type AioProperty, someRequest } from './kernel-view.ts';

const KINDS = ['use_after_free:', 'double_free:', 'bad_pointer:'];

export const noUseAfterFree: AioProperty = {
  name: 'no-use-after-free',
  meaning: 'Nothing touches a kiocb, kioctx or dio that was freed, frees it again, or follows a pointer to nothing.',
  reason: 'The memory may belong to somebody else by then: at best the kernel oopses, at worst it corrupts that.',
  watches: [],
  antecedent: {
    text: 'a request is completed, and so comes to be freed',
    reached: (k) => someRequest(k, ({ completions }) => completions > 0) !== null,
  },
  always: (_k, { halted }) => (halted !== null && KINDS.some((kind) => halted.startsWith(kind)) ? halted : null),
};
