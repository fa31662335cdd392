/** What may stand under the name of a system call in a scenario. */
import * as z from 'zod/mini';
import type { CallName } from '../../calls.ts';
import { closed, integer, list, type Refusal } from '../../diagnostics/json-schema.ts';
import type { CallValues } from './calls.ts';

const MOST_EVENTS = 1024;

const iocbNumber = z.int('the number of an iocb');

const isTrue = z.refine((made) => made === true, {
  params: { code: 'range', message: 'got false', expected: 'true' } satisfies Refusal,
});

const onlyTrue = z.boolean('true').check(isTrue) as z.ZodMiniType as z.ZodMiniType<true>;

/** In the order in which messages list them. */
const values: { readonly [N in CallName]: z.ZodMiniType<CallValues[N]> } = {
  io_submit: list(iocbNumber, 'an array of numbers of iocbs'),
  // A min_nr above nr is not a mistake here: io_getevents returns -EINVAL.
  io_getevents: closed('an object with min_nr and nr', {
    min_nr: integer(0, MOST_EVENTS),
    nr: integer(0, MOST_EVENTS),
    timeout: z.exactOptional(z.literal('may', 'timeout')),
    signals: z.exactOptional(z.literal('may', 'signals')),
    until: z.exactOptional(integer(1, MOST_EVENTS)),
  }),
  io_cancel: iocbNumber,
  io_destroy: onlyTrue,
  io_setup: onlyTrue,
  reap: integer(1, MOST_EVENTS),
  exit: onlyTrue,
  sync_io: iocbNumber,
};

/** The keys of a call, of which it has exactly one. */
export const callKeys = Object.fromEntries(
  Object.entries<z.ZodMiniType>(values).map(([name, value]) => [name, z.exactOptional(value)]),
);
