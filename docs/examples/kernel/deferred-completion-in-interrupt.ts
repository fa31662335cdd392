/** As one would write it first: the interrupt itself flushes. */
export { inInterrupt as default } from './deferred-completion.ts';
